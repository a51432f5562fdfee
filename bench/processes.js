/** What the browser's processes hold and compute. Needs Linux. */
import { readFileSync } from "node:fs";

/** Milliseconds between two looks. */
const PERIOD_MS = 200;

export class Processes {
  #session;

  /** @param {import("playwright-core").CDPSession} session */
  constructor(session) {
    this.#session = session;
  }

  /** @param {import("playwright-core").Browser} browser */
  static async of(browser) {
    return new Processes(await browser.newBrowserCDPSession());
  }

  /** The page's process: the one of a page that has computed the most; `cpuTime` in seconds. */
  async page() {
    const [most] = (await this.#all()).filter(({ type }) => type === "renderer").sort((a, b) => b.cpuTime - a.cpuTime);
    if (!most) throw new Error("the browser has no process of a page");
    return most;
  }

  /** Megabytes of the page's process (resident set). */
  async pageMemory() {
    return megabytes((await this.page()).id, "status", /VmRSS:\s+(\d+)/);
  }

  /** Megabytes of the page's process, and of all of the browser's; what several share is split among them (PSS). */
  async memory() {
    const { id } = await this.page();
    const shares = new Map((await this.#all()).map((each) => [each.id, megabytes(each.id, "smaps_rollup", /^Pss:\s+(\d+)/m)]));
    return { page: shares.get(id) ?? 0, all: [...shares.values()].reduce((sum, share) => sum + share, 0) };
  }

  /** The most that there was during some work, a look every 200 ms. @param {() => Promise<unknown>} work */
  async peak(work) {
    const most = await this.memory();
    let isOver = false;
    const looking = (async () => {
      while (!isOver) {
        const { page, all } = await this.memory();
        [most.page, most.all] = [Math.max(most.page, page), Math.max(most.all, all)];
        await new Promise((resolve) => setTimeout(resolve, PERIOD_MS));
      }
    })();
    await work();
    isOver = true;
    await looking;
    return most;
  }

  async #all() {
    return (await this.#session.send("SystemInfo.getProcessInfo")).processInfo;
  }
}

/** @param {number} id of a process @param {string} file @param {RegExp} line with an amount of kilobytes */
function megabytes(id, file, line) {
  try {
    return Math.round(Number(line.exec(readFileSync(`/proc/${id}/${file}`, "utf8"))?.[1] ?? 0) / 1024);
  } catch {
    return 0; // it has ended
  }
}
