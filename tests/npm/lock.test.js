/** One tab at a time works with a store; another one can take it over. Against the fake engine. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

let page;
const browser = onOwnPages((fresh) => (page = fresh));

test("lets one tab at a time work with a store", async () => {
  await page.evaluate(async () => {
    globalThis.pupil = await create({ store: "shared" });
  });
  const second = await browser.page();
  assert.equal(await second.evaluate(() => codeOf(create({ store: "shared" }))), "already_open");
  assert.equal(await second.evaluate(() => codeOf(create({ store: "another" }))), null);
  await page.close();
  assert.equal(await second.evaluate(() => codeOf(create({ store: "shared" }))), null);
});

test("gives a store up to the tab that takes it over, with all that was done", async () => {
  await page.evaluate(async () => {
    globalThis.pupil = await twoClasses({ store: "handed" });
    await pupil.training.set({ epochs: 1000, patience: 0 });
    globalThis.trained = pupil.train({ onMessage: ({ type }) => type === "step" && (globalThis.began = true) });
  });
  await page.waitForFunction("globalThis.began");
  const second = await browser.page();
  const there = await second.evaluate(async () => {
    globalThis.pupil = await create({ store: "handed", takeOver: true });
    const { classes, models } = pupil.project;
    await pupil.classes.add("green");
    return { pictures: classes.map(({ pictures }) => pictures.length), models: models.map(({ complete, inUse }) => [complete, inUse]) };
  });
  assert.deepEqual(there, { pictures: [3, 3], models: [[true, true]] });
  await page.waitForFunction(() => pupil.eventsOf("notice").length > 0);
  const left = await page.evaluate(async () => ({
    reason: (await trained).reason, notices: pupil.eventsOf("notice").map(({ code }) => code), late: await codeOf(pupil.classes.add("late")),
    again: await codeOf(create({ store: "handed" })), classes: (globalThis.back = await create({ store: "handed", takeOver: true })).project.classes.length,
  }));
  assert.deepEqual(left, { reason: "stopped", notices: ["taken_over"], late: "taken_over", again: "already_open", classes: 3 });
});

test("takes a store from a tab that does not answer", async () => {
  await page.evaluate(async () => {
    BroadcastChannel.prototype.postMessage = () => {}; // as if it were asleep
    globalThis.pupil = await create({ store: "asleep" });
    await pupil.classes.add("stored");
  });
  const second = await browser.page();
  await second.evaluate(async () => {
    BroadcastChannel.prototype.postMessage = () => {};
    globalThis.pupil = await create({ store: "asleep", takeOver: true });
    await pupil.classes.add("more");
  });
  await page.waitForFunction(() => pupil.eventsOf("notice").length > 0);
  assert.deepEqual(await page.evaluate(async () => [pupil.eventsOf("notice").map(({ code }) => code), await codeOf(pupil.classes.add("late"))]), [["taken_over"], "taken_over"]);
  assert.deepEqual(await second.evaluate(() => pupil.project.classes.map(({ name }) => name)), ["stored", "more"]);
});
