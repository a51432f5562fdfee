/** How panels find out what changed in the project. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { changeIn, equal } from "../../www/js/page/project.js";

test("plain data is compared inside, whatever the order of its keys", () => {
  assert.ok(equal([1, { a: null, b: [NaN, "x"] }], [1, { b: [NaN, "x"], a: null }]));
  for (const [a, b] of [[1, "1"], [null, {}], [[1], [1, 2]], [{ a: 1 }, { b: 1 }], [{ a: undefined }, {}], [{ a: [1, [2]] }, { a: [1, [3]] }]]) {
    assert.ok(!equal(a, b), `${JSON.stringify(a)} and ${JSON.stringify(b)}`);
    assert.ok(!equal(b, a));
  }
});

test("a change is reported in what is watched, and in nothing else", () => {
  const project = (/** @type {string} */ name, /** @type {number[]} */ disabledPictures) => /** @type {any} */ ({ classes: [{ id: 0, name }], disabledPictures });
  const changed = changeIn(({ classes }) => classes.map(({ id, name }) => [id, name]));
  assert.ok(changed(project("cat", [])), "the first time");
  assert.ok(!changed(project("cat", [7])));
  assert.ok(changed(project("dog", [7])));
  assert.ok(changed(project("cat", [7])), "back again is a change, too");
  assert.ok(!changed(project("cat", [])));
});
