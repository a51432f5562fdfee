/** The main job in three browsers. Each is named in a variable, as `cargo xtask test browsers` does; one that is not is skipped. */
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../page/browser.js";
import { mainJob } from "./job.js";
import { openChromium, openFirefox } from "./playwright.js";
import { openWebKit } from "./webkit.js";

const PROBE = fileURLToPath(new URL("probe.js", import.meta.url));

const { CHROMIUM, FIREFOX, WEBKIT_DRIVER, XVFB } = process.env;

/** @type {[name: string, needs: Record<string, string | undefined>, open: () => Promise<import("./driver.d.ts").Driver>][]} */
const BROWSERS = [
  ["Chromium", { CHROMIUM }, () => openChromium(String(CHROMIUM))],
  ["Firefox", { FIREFOX }, () => openFirefox(String(FIREFOX))],
  ["WebKit", { WEBKIT_DRIVER, XVFB }, () => openWebKit(String(WEBKIT_DRIVER), String(XVFB))],
];

for (const [name, needs, open] of BROWSERS) {
  const missing = Object.keys(needs).filter((variable) => !needs[variable]);
  test(`the main job in ${name}`, { skip: missing.length > 0 && `${missing.join(" and ")} is not set` }, async (t) => {
    const server = await serve({ probe: PROBE });
    t.after(() => server.close());
    const driver = await open();
    t.after(() => driver.close());
    await mainJob(driver, server.origin);
  });
}
