/** Training goes on in a tab that nobody sees. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { serve, started } from "./browser.js";
import { addClass, addPictures, improve, isRightAbout, set, trainingEnds } from "./person.js";
import { draw } from "./pictures.js";

/**
 * A Chromium that Playwright can leave: as long as it is there, every tab takes itself for visible.
 * @param {import("node:test").TestContext} t
 * @returns {Promise<string>} the address to connect to
 */
async function launchAlone(t) {
  const profile = await mkdtemp(join(tmpdir(), "pupil-"));
  const flags = ["--headless=new", "--no-sandbox", "--no-first-run", "--disable-features=WebGPU", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"];
  const browser = spawn(process.env.CHROMIUM ?? "/usr/bin/chromium", flags, { stdio: ["ignore", "ignore", "pipe"] });
  t.after(async () => {
    const ended = new Promise((resolve) => browser.once("exit", resolve));
    browser.kill();
    await ended;
    await rm(profile, { recursive: true, maxRetries: 5 });
  });
  return new Promise((resolve) => {
    browser.stderr.on("data", (text) => {
      const address = /ws:\/\/\S+/.exec(String(text));
      if (address) resolve(address[0]);
    });
  });
}

/** Notes what the page says of the training while it is hidden. */
function watchHidden() {
  const seen = /** @type {string[]} */ ([]);
  Object.assign(globalThis, { seen });
  const look = () => {
    if (document.visibilityState !== "hidden") return;
    const text = document.querySelector('#train [data-part="epoch"]')?.textContent ?? "";
    if (text !== seen.at(-1)) seen.push(text);
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
}

test("training goes on in a hidden tab, to its end", async (t) => {
  const server = await serve();
  t.after(() => server.close());
  const address = await launchAlone(t);
  const before = await chromium.connectOverCDP(address);
  const page = before.contexts()[0].pages()[0];
  await page.goto(`${server.origin}/?backend=cpu`);
  await started(page);
  for (const thing of /** @type {const} */ (["ball", "stripes"])) {
    await addClass(page, thing);
    await addPictures(page, thing, await draw(page, thing, 8));
  }
  await improve(page);
  await page.getByRole("radio", { name: /^From scratch/ }).check();
  await set(page, { Epochs: 100 });
  await page.evaluate(watchHidden);
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await page.getByText(/^Epoch \d of at most/).waitFor();
  await before.contexts()[0].newPage(); // in the same window, in front
  await before.close();
  await new Promise((resolve) => setTimeout(resolve, 5000));

  const after = await chromium.connectOverCDP(address);
  t.after(() => after.close());
  const again = after.contexts()[0].pages().find((each) => each.url().startsWith(server.origin));
  assert.ok(again);
  const seen = await again.evaluate(() => /** @type {string[]} */ (Reflect.get(globalThis, "seen")));
  assert.ok(seen.length > 1, `while hidden: ${seen.join(", ")}`);
  await trainingEnds(again);
  await isRightAbout(again, "ball", await draw(again, "ball", 2));
});
