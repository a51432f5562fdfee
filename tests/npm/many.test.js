/** Many pictures classified in turn, against the fake engine. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

let page;
const browser = onOwnPages((own) => (page = own));

/** What the worker is told of the device: for each small worker it needs one more processor. */
const processors = (count) => {
  browser.server.prelude = `Object.defineProperties(navigator, { hardwareConcurrency: { get: () => ${count} }, deviceMemory: { get: () => 8 } });`;
};

/** Classifies 30 pictures, in turn red and blue, and a damaged one among them. */
const thirty = () => page.evaluate(async () => {
  const pupil = await twoClasses();
  const [reds, blues] = [await several(15, "red"), await several(15, "blue")];
  const files = reds.flatMap((red, index) => [red, blues[index]]);
  files.splice(20, 0, new File([files[0].slice(0, 60)], "damaged.png"));
  const answers = [];
  for await (const { index, prediction, error } of classifyMany(pupil, files)) {
    const best = prediction?.scores.toSorted((a, b) => b.score - a.score)[0].label;
    answers.push([index, best ?? error.code]);
  }
  return answers;
});

/** Their answers. */
const THIRTY = Array.from({ length: 30 }, (_, index) => ["red", "blue"][index % 2]).toSpliced(20, 0, "broken_picture").map((best, index) => [index, best]);

/** How often small workers were started. */
const started = () => browser.server.requests.filter((path) => path === "/pkg/lib/embedder/worker.js").length;

test("small workers look at most of many pictures, with the same answers in the same order", async () => {
  processors(4);
  browser.server.requests.length = 0;
  assert.deepEqual(await thirty(), THIRTY);
  assert.equal(started(), 3);
});

test("where a small worker dies of a picture or does not start, nothing is lost", async () => {
  processors(2);
  browser.server.faults.set("embedder embed", ["", "trap"]);
  assert.deepEqual(await thirty(), THIRTY);
  browser.server.faults.set("embedder start", ["trap"]);
  assert.deepEqual(await thirty(), THIRTY);
});

test("answers come in order, with a reason for what cannot be read", async () => {
  const said = await page.evaluate(async () => {
    const pupil = await twoClasses();
    const files = [await drawn("red"), new File(["text"], "notes.txt"), await drawn("blue"), await drawn("red")];
    const answers = [];
    for await (const { index, picture, prediction, error } of classifyMany(pupil, files)) {
      const best = prediction?.scores.toSorted((a, b) => b.score - a.score)[0].label;
      answers.push([index, picture === files[index], best ?? error.code]);
    }
    return answers;
  });
  assert.deepEqual(said, [[0, true, "red"], [1, true, "unsupported_format"], [2, true, "blue"], [3, true, "red"]]);
});

test("pictures are taken eight at a time, and none after the loop was left", async () => {
  const taken = await page.evaluate(async () => {
    const pupil = await twoClasses();
    const file = await drawn("red");
    let count = 0;
    async function* pictures() {
      for (;;) {
        count++;
        yield file;
      }
    }
    const counts = [];
    for await (const { index } of classifyMany(pupil, pictures())) {
      counts.push(count);
      if (index === 3) break;
    }
    return [...counts, count];
  });
  assert.deepEqual(taken, [8, 9, 10, 11, 11]);
});

test("it goes on after the engine died, and ends with Pupil", async () => {
  browser.server.faults.set("classify", ["", "asyncTrap"]);
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    const file = await drawn("red");
    const kinds = [];
    const code = await codeOf((async () => {
      for await (const { index, prediction } of classifyMany(pupil, Array(9).fill(file))) {
        kinds.push(prediction?.kind);
        if (index === 3) void pupil.close();
      }
    })());
    return { kinds: kinds.slice(0, 4), ended: kinds.length < 9, code };
  });
  assert.deepEqual(found, { kinds: Array(4).fill("trained"), ended: true, code: "closed" });
});
