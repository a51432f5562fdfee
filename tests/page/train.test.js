/** The main job: three classes from files, train, use; reload, and use again. Nothing leaves the origin, nothing blocks the page. */
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, isRightAbout, isUpToDate, look, pictureCount, train, verdict } from "./person.js";
import { draw, THINGS } from "./pictures.js";
import { watchTasks } from "./tasks.js";

/** Milliseconds of CPU time that the page may be busy at a stretch. */
const LONGEST_TASK_MS = 50;

for (const webgpu of [false, true]) {
  test(`three classes from files, on ${webgpu ? "software WebGPU" : "the CPU"}`, async (t) => {
    const query = webgpu ? "?backend=webgpu" : "?backend=cpu";
    const { page, context, origin, errors } = await open(t, { query, webgpu });
    /** @type {string[]} */
    const requests = [];
    context.on("request", (request) => requests.push(request.url()));
    await started(page);
    await page.locator("#engine").getByText(webgpu ? /WebGPU · / : /CPU · /).waitFor();
    const [count, unseen] = webgpu ? [4, 1] : [10, 3];
    const drawings = new Map();
    for (const thing of THINGS) drawings.set(thing, await draw(page, thing, count)); // drawn before the watch: that is not the page's work
    const tasksEnd = await watchTasks(page);
    for (const thing of THINGS) {
      await addClass(page, thing);
      await addPictures(page, thing, drawings.get(thing));
      assert.equal(await pictureCount(page, thing), count);
    }
    await train(page);
    const longest = await tasksEnd();
    t.diagnostic(`longest task of the page while adding and training: ${longest.toFixed(1)} ms`);
    assert.ok(longest <= LONGEST_TASK_MS, `the page was busy for ${longest} ms`);
    for (const thing of THINGS) await isRightAbout(page, thing, await draw(page, thing, unseen, { type: "image/png" }));

    await page.reload();
    await started(page);
    for (const thing of THINGS) {
      assert.equal(await pictureCount(page, thing), count);
      await isRightAbout(page, thing, await draw(page, thing, 1));
    }
    await isUpToDate(page);

    const outside = requests.filter((url) => !url.startsWith(origin) && !url.startsWith("blob:") && !url.startsWith("data:"));
    assert.deepEqual(outside, []);
    assert.deepEqual(errors, []);
  });
}

test("real photos: three signs", async (t) => {
  const photos = process.env.PUPIL_TEST_PHOTOS;
  if (!photos) return t.skip("PUPIL_TEST_PHOTOS names no folder of photos");
  const { page } = await open(t);
  await started(page);
  const signs = ["0", "2", "5"];
  /** @type {[string, string][]} */
  const unseen = [];
  for (const sign of signs) {
    const folder = join(photos, "sign-digits", sign);
    const files = (await readdir(folder)).sort().map((name) => join(folder, name));
    await addClass(page, `sign ${sign}`);
    await addPictures(page, `sign ${sign}`, files.slice(0, 30));
    unseen.push(...files.slice(30, 40).map((file) => /** @type {[string, string]} */ ([`sign ${sign}`, file])));
  }
  await train(page);
  let right = 0;
  for (const [sign, file] of unseen) right += Number((await look(page, file)) === sign);
  t.diagnostic(`${right} of ${unseen.length} unseen photos were right`);
  assert.ok(right >= 0.85 * unseen.length, `only ${right} of ${unseen.length} unseen photos were right`);
});

test("before any training, the preview names everyday things", async (t) => {
  const photos = process.env.PUPIL_TEST_PHOTOS;
  if (!photos) return t.skip("PUPIL_TEST_PHOTOS names no folder of photos");
  const { page } = await open(t);
  await started(page);
  await look(page, join(photos, "imagenet-samples", "000.jpg"));
  assert.equal(await page.locator("#preview .bar").count(), 5);
  assert.match(await verdict(page), /tench/);
  await page.getByText("a guess among the 1,000 things").waitFor();
});
