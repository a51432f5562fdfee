/** WebKitGTK's small browser, driven by WebDriver on a screen of its own. Its session is a private one, as Safari's private windows are. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { WebDriver } from "./webdriver.js";

/** @import { Driver } from "./driver.d.ts" */

const START_MS = 30_000;

/** @param {string} program WebKitWebDriver @param {string} screen Xvfb @returns {Promise<Driver>} */
export async function openWebKit(program, screen) {
  const display = spawn(screen, ["-displayfd", "3", "-screen", "0", "1440x900x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const [number] = await once(/** @type {import("node:stream").Readable} */ (display.stdio[3]), "data");
  const port = await freePort();
  // Without a language tag in the locale, WebKit calls the page's language "C".
  const driver = spawn(program, [`--port=${port}`], { env: { ...process.env, DISPLAY: `:${String(number).trim()}`, LANG: "en_US.UTF-8" }, stdio: "ignore" });
  const end = () => (driver.kill(), display.kill());
  try {
    const webdriver = await session(`http://127.0.0.1:${port}`);
    await webdriver.resize(1440, 900);
    return {
      open: (url) => webdriver.open(url),
      reload: () => webdriver.reload(),
      click: (selector) => webdriver.click(selector),
      type: (text) => webdriver.type(text),
      choose: (selector, paths) => choose(webdriver, selector, paths),
      evaluate: (read, argument) => webdriver.evaluate(read, argument),
      screenshot: () => webdriver.screenshot(),
      close: () => webdriver.close().finally(end),
    };
  } catch (error) {
    end();
    throw error;
  }
}

/** Waits until the driver listens. @param {string} address */
async function session(address) {
  for (const end = Date.now() + START_MS; ; await sleep(200)) {
    const listens = await fetch(`${address}/status`).then(() => true, () => false);
    if (listens) return WebDriver.start(address, {});
    if (Date.now() > end) throw new Error("WebKitWebDriver does not answer");
  }
}

/** WebDriver answers no dialog of a page: it wants the input that would open one. @param {WebDriver} webdriver @param {string} selector @param {string[]} paths */
async function choose(webdriver, selector, paths) {
  await webdriver.evaluate(() => {
    HTMLInputElement.prototype.click = function () {
      if (this.type !== "file") return HTMLElement.prototype.click.call(this);
      for (const before of document.querySelectorAll("#asked")) before.remove();
      this.id = "asked";
      this.hidden = false;
      document.body.append(this);
    };
  }, null);
  await webdriver.click(selector);
  await webdriver.send("#asked", paths.join("\n"));
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  await new Promise((done) => server.close(done));
  return port;
}
