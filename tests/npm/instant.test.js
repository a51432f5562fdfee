/** The instant model follows what is there by itself, on the fake engine. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

let page;
const browser = onOwnPages((fresh) => (page = fresh));

test("is there without a call, answers, and is measured on every picture", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    const { kind, scores } = await pupil.classify(await drawn("blue"));
    const { instant, trained, models } = pupil.project;
    return { kind, scores, instant, trained, models, report: await pupil.report() };
  });
  assert.equal(found.kind, "trained");
  assert.ok(found.scores[1].score > 0.9, JSON.stringify(found.scores));
  const { upToDate, inUse, classIds, pictures, outOfFold, wrong } = found.instant;
  assert.deepEqual([upToDate, inUse, classIds, pictures, outOfFold.right, outOfFold.of, wrong], [true, true, [0, 1], 6, 6, 6, []]);
  assert.deepEqual([found.trained.method, found.trained.settings, found.models], ["instant", null, []]);
  assert.deepEqual([found.report.measuredOn, found.report.pictures], ["outOfFold", 6]);
});

test("follows changes by itself: an empty class is left out, an edit is learnt, too few classes have none", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    const upToDate = async (pictures) => {
      while (!(pupil.project.instant?.upToDate && pupil.project.instant.pictures === pictures)) await new Promise((resolve) => pupil.addEventListener("project", resolve, { once: true }));
      return pupil.project.instant;
    };
    const first = await upToDate(6);
    await pupil.classes.add("empty");
    const withEmpty = await upToDate(6);
    await pupil.pictures.add(0, await several(2, "red"));
    const more = await upToDate(8);
    await pupil.pictures.enable([0], false);
    const fewer = await upToDate(7);
    await pupil.classes.remove(1);
    await pupil.instant.learn();
    return { first: first.classIds, withEmpty: withEmpty.classIds, more: more.outOfFold.of, fewer: fewer.outOfFold.of, none: pupil.project.instant };
  });
  assert.deepEqual(found, { first: [0, 1], withEmpty: [0, 1], more: 8, fewer: 7, none: null });
});

test("pictures that come by the hundred are followed a few times a second, and the last of them is learnt", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    await pupil.instant.learn();
    const learnt = new Set();
    pupil.addEventListener("project", ({ detail: { instant } }) => instant.upToDate && learnt.add(instant.pictures));
    const file = await drawn("red");
    const start = performance.now();
    // Bytes after a PNG's end change its hash, not its picture.
    await pupil.pictures.add(0, Array.from({ length: 150 }, (_, index) => new File([file, String(index)], `${index}.png`)));
    await pupil.instant.learn();
    return { renewals: learnt.size, seconds: (performance.now() - start) / 1000, pictures: pupil.project.instant.pictures };
  });
  assert.equal(found.pictures, 156);
  // One each 300 ms at most, and the last one.
  assert.ok(found.renewals >= 1 && found.renewals <= 2 + found.seconds / 0.3, JSON.stringify(found));
});

test("a live frame does not wait for it, any other picture does", async () => {
  // A part per ten pictures: frames get in between.
  browser.server.faults.set("instantSteps", Array(5).fill("slow"));
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses({ instant: false }, 13);
    const before = await pupil.classify(await drawn("red"));
    await pupil.instant.follow(true);
    const now = await pupil.classify(await drawn("red"), { wait: false });
    const waited = await pupil.classify(await drawn("red"));
    return [before.kind, now.kind, waited.kind];
  });
  assert.deepEqual(found, ["imagenet", "imagenet", "trained"]);
});

test("learns only when asked to, if it shall not follow, also after a crash", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses({ instant: false });
    const before = pupil.project.instant;
    await pupil.instant.learn();
    const learnt = pupil.project.instant.pictures;
    await pupil.pictures.add(0, await several(1, "red"));
    await pupil.classify(await drawn("red"));
    return { before, learnt, after: [pupil.project.instant.upToDate, pupil.project.instant.pictures] };
  });
  assert.deepEqual(found, { before: null, learnt: 6, after: [false, 6] });
  browser.server.faults.set("classify", ["trap"]);
  const crashed = await page.evaluate(async () => {
    const pupil = await twoClasses();
    await pupil.instant.follow(false);
    const { kind } = await pupil.classify(await drawn("red"));
    return { kind, instant: pupil.project.instant };
  });
  assert.deepEqual(crashed, { kind: "imagenet", instant: null });
});

test("a trained model stays in use through edits and restarts; the instant one is put to use again", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses({ store: "instant" });
    const inUse = () => [pupil.project.trained.method, pupil.project.instant.inUse, pupil.project.models.map(({ inUse }) => inUse)];
    const { before } = await pupil.train();
    await pupil.pictures.add(0, await several(1, "red"));
    await pupil.instant.learn();
    const trained = inUse();
    await pupil.instant.use();
    const used = inUse();
    await pupil.close();
    const again = await create({ store: "instant" });
    await again.instant.learn();
    const reopened = [again.project.trained.method, again.project.models.map(({ inUse }) => inUse)];
    await again.models.use(1);
    return { before, trained, used, reopened, back: again.project.trained.method, alone: await codeOf((await create()).instant.use()) };
  });
  assert.deepEqual(found, {
    before: null, trained: ["denseHead", false, [true]], used: ["instant", true, [false]], reopened: ["instant", [false]], back: "denseHead", alone: "not_trained",
  });
});

test("one that fails says so and is tried again; one that kills the engine is left out", async () => {
  browser.server.faults.set("instantSteps", ["error"]);
  const failed = await page.evaluate(async () => {
    const pupil = await twoClasses({}, 1);
    while (!pupil.project.instant) await new Promise((resolve) => setTimeout(resolve, 20));
    return pupil.eventsOf("notice").map(({ code }) => code);
  });
  assert.deepEqual(failed, ["gpu_unavailable"]);
  await page.evaluate(async () => {
    globalThis.pupil = await twoClasses({}, 1);
    await pupil.instant.learn();
  });
  browser.server.faults.set("instantSteps", ["trap"]);
  const died = await page.evaluate(async () => {
    const noticed = new Promise((resolve) => pupil.addEventListener("notice", resolve));
    await pupil.classes.add("one");
    await noticed;
    const { kind } = await pupil.classify(await drawn("red"));
    return { kind, notices: pupil.eventsOf("notice").map(({ code }) => code) };
  });
  assert.deepEqual(died, { kind: "imagenet", notices: ["engine_restarted"] });
});

/** Class 0 is grey of brightness 110, class 1 black with one picture of 70, which is nearer to the greys: with views, which are twice as bright, it is not. */
const DARK = { greys: [110, 110, 110, 110], blacks: [0, 0, 0, 70] };

test("learns from views if it is right more often with them, and goes on with pictures that come later and after a restart", async () => {
  const found = await page.evaluate(async ({ greys, blacks }) => {
    const pupil = await create({ store: "views" });
    const grey = (level) => drawn(`rgb(${level} ${level} ${level})`, `${level}-${Math.random()}.png`);
    for (const [name, levels] of Object.entries({ greys, blacks })) {
      const { id } = await pupil.classes.add(name);
      await pupil.pictures.add(id, await Promise.all(levels.map(grey)));
    }
    const progress = [];
    const trial = await pupil.instant.useViewsIfBetter({ onProgress: (each) => progress.push(each) });
    const first = pupil.project;
    const all = async (pupil, count) => {
      while (!(pupil.project.instant?.upToDate && pupil.project.instant.withViews === count)) await new Promise((resolve) => pupil.addEventListener("project", resolve, { once: true }));
    };
    await pupil.pictures.add(0, [await grey(115)]);
    await all(pupil, 9);
    await pupil.close();
    const again = await create({ store: "views" });
    await all(again, 9);
    const { instantViews } = again.project;
    await again.instant.useViews(false);
    await all(again, 0);
    return { trial, progress: progress[0], instantViews: first.instantViews, after: [instantViews, again.project.instantViews] };
  }, DARK);
  assert.deepEqual(found.trial, { inUse: true, measuredOn: "outOfFold", comparison: { pictures: 8, before: 7, after: 8, onlyBefore: 0, onlyAfter: 1, couldBeChance: true } });
  assert.deepEqual([found.progress, found.instantViews, found.after], [{ stage: "embed", done: 0, total: 8 }, true, [true, false]]);
});

test("does without views that bring nothing, and without those that were stopped", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    const { inUse, comparison } = await pupil.instant.useViewsIfBetter();
    const end = new AbortController();
    const stopped = await codeOf(pupil.instant.useViewsIfBetter({ signal: end.signal, onProgress: ({ done }) => done === 2 && end.abort() }));
    const { instant, instantViews } = pupil.project;
    return { inUse, right: [comparison.before, comparison.after], stopped, instantViews, withViews: instant.withViews, upToDate: instant.upToDate };
  });
  assert.deepEqual(found, { inUse: false, right: [6, 6], stopped: "aborted", instantViews: false, withViews: 0, upToDate: true });
});

test("has no views tried while a trained model is in use", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    await pupil.train();
    return pupil.instant.useViewsIfBetter();
  });
  assert.deepEqual([found.inUse, found.comparison], [false, null]);
});
