/** Many pictures classified in turn, against the fake engine. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

let page;
const browser = onOwnPages((own) => (page = own));

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

test("pictures are taken two at a time, and none after the loop was left", async () => {
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
  assert.deepEqual(taken, [2, 3, 4, 5, 5]);
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
