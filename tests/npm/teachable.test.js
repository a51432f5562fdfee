/** The projects of other teaching pages have their classes elsewhere than in folders. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromPage } from "./page-modules.js";

const { teachableClasses } = await fromPage("files/teachable.js");
const { partsOfOne, treeOf } = await fromPage("files/tree.js");

/** "class | file" of each path. */
const classesOf = (paths, labels) => teachableClasses(paths, labels)?.map((named) => named && `${named.label} | ${named.file}`);

/** As in project files of versions 2.3.1 to 2.4.7 that people have published: JPEGs, and the manifest, which names no class, at the end. */
test("Teachable Machine names the class in the file's name", () => {
  const paths = ["peace and love-!-0.jpg", "WOW!-!-22.jpg", "in/out-!-1.jpg", "a-!-b-!-2.jpg", "manifest.json"];
  assert.deepEqual(classesOf(paths, null), ["peace and love | 0.jpg", "WOW! | 22.jpg", "in/out | 1.jpg", "a-!-b | 2.jpg", null]);
  assert.deepEqual(classesOf([" -!-0.jpg", "two\nlines-!-0.jpg"], null), ["No name | 0.jpg", "two\nlines | 0.jpg"]);
});

test("Teachable Machine's sounds, a zip for each class, come in as no pictures", () => {
  assert.deepEqual(classesOf(["_background_noise_-!-0.zip", "manifest.json"], null), ["_background_noise_ | 0.zip", null]);
});

/** As its package @genai-fi/classifier 0.1.2 writes them. */
test("GenAI Teachable Machine numbers the labels of its metadata", () => {
  const labels = JSON.stringify({ labels: ["cat", "1/2"] });
  const paths = ["samples/0_0.png", "samples/1_12.png", "samples/2_0.png", "behaviours.json", "metadata.json", "weights.bin", "model.json"];
  assert.deepEqual(classesOf(paths, labels), ["cat | 0.png", "1/2 | 12.png", "Class 3 | 0.png", null, null, null, null]);
});

test("any other archive stays as it is, also with a file of that name", () => {
  for (const labels of [null, "{", "[]", "null", JSON.stringify({ labels: 3 }), JSON.stringify({ labels: ["cat"] })]) {
    assert.equal(teachableClasses(["cat/0.png", "samples/dog/1.png", "metadata.json"], labels), null, String(labels));
  }
});

test("what the program calls a class is one, whatever a folder of that name would be", () => {
  const labels = ["Train", "test", "Part 1", "Part 2", "mask", "images", "A", "a", "cat"];
  const entries = labels.flatMap((label) => [0, 1].map((index) => ({ path: `project/${label}/${index}.jpg`, picture: true, label })));
  const { classes, loose, unlabelled } = treeOf(entries);
  assert.deepEqual(classes.map(({ name, training, testing }) => [name, training.length, testing.length]).sort(), labels.map((label) => [label, 2, 0]).sort());
  assert.deepEqual([loose, unlabelled], [[], []]);
  // Beside a folder, which names its class itself.
  const beside = treeOf([...entries, { path: "things/test/dog/1.jpg", picture: true }, { path: "things/train/dog/2.jpg", picture: true }]);
  assert.deepEqual(beside.classes.find(({ name }) => name === "dog"), { name: "dog", training: [{ path: "things/train/dog/2.jpg", picture: true }], testing: [{ path: "things/test/dog/1.jpg", picture: true }] });
  assert.equal(beside.classes.length, labels.length + 1);
  const one = partsOfOne(entries);
  assert.deepEqual([one.training.length, one.testing.length], [entries.length, 0]);
});
