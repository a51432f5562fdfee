/** Chromium and Firefox, driven by Playwright. */
import { chromium } from "playwright-core";
// The newest version that types as people do in Firefox by WebDriver BiDi: 1.62 to 1.64 make no "change" event, 1.65 does not start.
import { firefox } from "playwright-core-firefox";

/** @import { Driver } from "./driver.d.ts" */
/** @typedef {import("playwright-core").Browser} Browser */

const FLAGS = ["--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-features=WebGPU"];

/** @param {string} program */
export async function openChromium(program) {
  return openTab(await chromium.launch({ executablePath: program, args: FLAGS }));
}

/** @param {string} program @param {Record<string, string | number | boolean>} [preferences] as in about:config */
export async function openFirefox(program, preferences = {}) {
  return openTab(await firefox.launch({ channel: "moz-firefox", executablePath: program, firefoxUserPrefs: preferences }));
}

/** @param {Browser} browser @returns {Promise<Driver & { page: import("playwright-core").Page }>} */
async function openTab(browser) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(240_000); // a busy machine is slow, not wrong
  return {
    page,
    open: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    click: (selector) => page.locator(selector).first().click(),
    async type(text) {
      for (const letter of text) await page.keyboard.press(letter === "\n" ? "Enter" : letter);
    },
    async choose(selector, paths) {
      const chooser = page.waitForEvent("filechooser");
      await page.locator(selector).first().click();
      await (await chooser).setFiles(paths);
    },
    evaluate: (read, argument) => page.evaluate(/** @type {any} */ (read), argument),
    screenshot: () => page.screenshot(),
    close: () => browser.close(),
  };
}
