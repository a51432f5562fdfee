/** Chromium with software WebGPU, on a page of the test's server that knows the package. */
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach } from "node:test";
import { chromium } from "playwright-core";
import { Server } from "./server.js";

const FLAGS = [
  "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan",
];

/**
 * Opens a browser for the tests of a file or a suite, each on a page of its own with nothing left of the one before.
 * @param {(page: import("playwright-core").Page) => void} use
 */
export function onOwnPages(use) {
  const browser = new Browser();
  before(() => browser.open());
  after(() => browser.close());
  beforeEach(async () => {
    browser.server.faults.clear();
    browser.server.prelude = "";
    use(await browser.page());
  });
  return browser;
}

export class Browser {
  server = new Server();

  async open() {
    await this.server.listen();
    this.profile = await mkdtemp(join(tmpdir(), "pupil-"));
    await this.#launch();
  }

  async close() {
    await this.context.close();
    this.server.close();
    await rm(this.profile, { recursive: true, maxRetries: 5 });
  }

  /** Ends the browser and starts it again on the same profile. */
  async restart() {
    await this.context.close();
    await this.#launch();
  }

  /** Kills the browser, as a power cut or the system does, and starts it again on the same profile. */
  async kill() {
    const processes = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" }).split("\n");
    const own = processes.find((line) => line.includes(`--user-data-dir=${this.profile}`) && !line.includes("--type="));
    process.kill(Number.parseInt(own, 10), "SIGKILL");
    await this.context.close().catch(() => {});
    await this.#launch();
  }

  /** A page that has `create(options)` and `drawn(colour)`; what a worker's console says goes to the test's output. */
  async page() {
    const page = await this.context.newPage();
    page.on("pageerror", (error) => console.error("page error:", error.message));
    await this.load(page);
    return page;
  }

  async load(page) {
    await page.goto(`${this.server.origin}/blank.html`);
    await page.addScriptTag({ type: "module", url: "/tests/npm/in-page.js" });
    await page.waitForFunction("globalThis.create !== undefined");
  }

  async #launch() {
    this.context = await chromium.launchPersistentContext(this.profile, {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: FLAGS,
    });
  }
}
