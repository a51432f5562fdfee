/** A tab that trains says how far it is in its title, asks before it is closed, keeps the screen on, and says when it has ended. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, set, trainingEnds } from "./person.js";
import { draw } from "./pictures.js";

/** In the page: notes the screen locks and the messages that are asked for, and hides the tab on demand. */
function watch() {
  const seen = { locks: 0, released: 0, messages: /** @type {string[]} */ ([]), hidden: false, asked: 0 };
  Object.assign(globalThis, { seen });
  Object.defineProperty(navigator, "wakeLock", { value: { request: async () => (seen.locks++, { release: async () => void seen.released++ }) } });
  Object.defineProperty(document, "hidden", { get: () => seen.hidden });
  class Message {
    static permission = "default";
    static async requestPermission() {
      seen.asked++;
      return (Message.permission = "granted");
    }
    /** @param {string} title @param {{ body: string }} options */
    constructor(title, { body }) {
      seen.messages.push(`${title}: ${body}`);
    }
  }
  Object.assign(globalThis, { Notification: Message });
}

test("a training shows in the title, guards the tab, and its end is told", async (t) => {
  const { page, errors } = await open(t);
  await page.addInitScript(watch);
  await page.reload();
  await started(page);
  const seen = () => page.evaluate(() => Reflect.get(globalThis, "seen"));
  const asks = () => page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));
  for (const thing of /** @type {const} */ (["ball", "box"])) {
    await addClass(page, thing);
    await addPictures(page, thing, await draw(page, thing, 4));
  }
  const title = await page.title();
  const before = (await seen()).locks;
  assert.equal(await asks(), false);
  await page.getByRole("button", { name: "Settings" }).click();
  assert.equal((await seen()).asked, 0, "nobody is asked by itself");
  await page.getByRole("checkbox", { name: "Tell me when a training has ended in a hidden tab" }).check();
  await page.keyboard.press("Escape");
  await set(page, { Epochs: 1000, Patience: 0 });
  await page.locator("#train").getByRole("button", { name: "Train", exact: true }).click();
  await page.waitForFunction(() => /^\d+\u00a0% · about .+ left · Pupil$/.test(document.title));
  await page.locator(".steps").getByText(/^\d+\u00a0%$/).waitFor();
  assert.equal(await asks(), true);
  assert.equal((await seen()).locks, before + 1);
  await page.evaluate(() => void (Reflect.get(globalThis, "seen").hidden = true));
  await page.locator("#train").getByRole("button", { name: "Stop" }).click();
  await page.getByText("Stopping after this step …").or(page.locator("#train:not(.running) .result-sentence")).first().waitFor();
  await trainingEnds(page);
  const { locks, released, messages, asked } = await seen();
  assert.deepEqual({ held: locks - released, messages, asked }, { held: 0, messages: ["Pupil: The training has ended."], asked: 1 });
  assert.equal(await page.title(), title);
  assert.equal(await asks(), false);
  assert.deepEqual(errors, []);
});
