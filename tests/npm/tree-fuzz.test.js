/**
 * Damaged paths become classes, parts and leftovers: nothing throws, takes long, gets lost, or comes twice.
 *
 * Trees are made from good ones by a seed, so that a failure can be repeated: it names the tree's number. 10,000 of them, or as
 * many as PUPIL_FUZZ says (`cargo xtask fuzz`).
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { nameKey } from "../../pkg/lib/shared/class-names.js";
import { fromPage } from "./page-modules.js";

/** @import { Entry } from "../../www/js/files/folder.js" */

const { visible } = await fromPage("files/hidden.js");
const { partsOfOne, treeOf } = await fromPage("files/tree.js");

const COUNT = Number(process.env.PUPIL_FUZZ ?? 10_000);
/** Maximum time for a tree. */
const MAX_MS = 1000;

const GOOD = [
  ["cats/0.png", "cats/1.png", "dogs/0.png", "dogs/1.png"],
  ["d/train/cats/0.png", "d/train/dogs/0.png", "d/val/cats/1.png", "d/val/dogs/1.png", "d/test/cats/2.png", "d/test/dogs/2.png"],
  ["d/cats/train/0.png", "d/cats/test/1.png", "d/dogs/train/0.png", "d/dogs/test/1.png"],
  ["seg_train/seg_train/sea/0.png", "seg_train/seg_train/street/0.png", "seg_test/seg_test/sea/1.png", "seg_pred/seg_pred/2.png"],
  ["d/cats/images/0.png", "d/dogs/images/0.png", "d/labels.csv", "d/more.zip", "stray.png"],
];
const NAMES = [
  "", ".", "..", " ", "\u00a0", "\u200b", "\u0301", "\ud800", "\u202egnp", "a\0b", "😀".repeat(60), "x".repeat(300), "/", "\\", "C:", "con", "NUL ",
  "__proto__", "constructor", "toString", "hasOwnProperty", "train", "Test", "VAL", "trainset", "test_", "train test", "fold_1", "images", "Cats", "CATS ", "cats",
  ".hidden", "__MACOSX", "Thumbs.db", "0", "-1", "1e9", "%2e%2e", "<b>", "=1+1", "É", "e\u0301", "İ", "ß", "SS",
];

test(`${COUNT} damaged trees`, () => {
  for (let number = 0; number < COUNT; number++) {
    const entries = damagedTree(number);
    const start = performance.now();
    try {
      check(entries);
    } catch (error) {
      throw new Error(`tree ${number}: ${JSON.stringify(entries.map(({ path }) => path))}`, { cause: error });
    }
    assert.ok(performance.now() - start < MAX_MS, `tree ${number} takes long`);
  }
});

/** @param {Entry[]} entries */
function check(entries) {
  const expected = visible(entries).length;
  const { classes, loose, unlabelled, archives, others, testFolders } = treeOf(entries);
  const found = [...classes.flatMap(({ training, testing }) => [...training, ...testing]), ...loose, ...unlabelled, ...archives, ...others];
  assert.equal(found.length, expected, "all that can be seen, once");
  assert.equal(new Set(found).size, expected, "nothing twice");
  assert.ok([...archives, ...others].every(({ picture }) => !picture));
  const names = classes.map(({ name }) => nameKey(name));
  assert.equal(new Set(names).size, names.length, "no two classes of one name");
  assert.ok(names.every((name) => name !== "" && [...name].length <= 100), "names as a class can have them");
  assert.ok(classes.every(({ training, testing }) => training.length + testing.length > 0));
  assert.equal(testFolders.length > 0, classes.some(({ testing }) => testing.length > 0));

  const { training, testing, others: rest } = partsOfOne(entries);
  assert.equal(training.length + testing.length + rest.length, expected);
}

/** @param {number} seed @returns {Entry[]} */
function damagedTree(seed) {
  const random = xoroshiro128plus(seed);
  const below = (/** @type {number} */ limit) => uniformInt(random, 0, limit - 1);
  const one = (/** @type {string[]} */ list) => /** @type {string} */ (list[below(list.length)]);
  const paths = [.../** @type {string[]} */ (GOOD[below(GOOD.length)])];
  for (let changes = 1 + below(6); changes > 0; changes--) {
    const index = below(paths.length);
    const levels = /** @type {string} */ (paths[index]).split("/");
    const level = below(levels.length);
    const name = one(NAMES);
    const old = /** @type {string} */ (levels[level]);
    const change = [
      () => levels.splice(level, 1, name),
      () => levels.splice(level, 0, name),
      () => levels.splice(level, 1),
      () => levels.splice(level, 0, ...Array(below(40)).fill(old)),
      () => levels.splice(level, 1, old + name),
      () => paths.push(one(paths)),
      () => paths.forEach((path, each) => (paths[each] = path.replaceAll(old || "/", name))),
      () => paths.push(...Array.from({ length: below(50) }, (_, each) => `${name}/${each}.png`)),
    ];
    /** @type {() => unknown} */ (change[below(change.length)])();
    paths[index] = levels.join("/");
  }
  return paths.map((path) => ({ path, picture: path.endsWith(".png") }));
}
