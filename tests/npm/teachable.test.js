/** The projects of other teaching pages have their classes elsewhere than in folders. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { teachablePaths } from "../../www/js/files/teachable.js";

/** As in project files of versions 2.3.1 to 2.4.7 that people have published: JPEGs, and the manifest, which names no class, at the end. */
test("Teachable Machine names the class in the file's name", () => {
  const paths = ["peace and love-!-0.jpg", "WOW!-!-22.jpg", "in/out-!-1.jpg", "a-!-b-!-2.jpg", "manifest.json"];
  assert.deepEqual(teachablePaths(paths, null), ["peace and love/0.jpg", "WOW!/22.jpg", "in_out/1.jpg", "a-!-b/2.jpg", null]);
});

test("Teachable Machine's sounds, a zip for each class, come in as no pictures", () => {
  assert.deepEqual(teachablePaths(["_background_noise_-!-0.zip", "manifest.json"], null), ["_background_noise_/0.zip", null]);
});

/** As its package @genai-fi/classifier 0.1.2 writes them. */
test("GenAI Teachable Machine numbers the labels of its metadata", () => {
  const labels = JSON.stringify({ labels: ["cat", "1/2"] });
  const paths = ["samples/0_0.png", "samples/1_12.png", "samples/2_0.png", "behaviours.json", "metadata.json", "weights.bin", "model.json"];
  assert.deepEqual(teachablePaths(paths, labels), ["cat/0.png", "1_2/12.png", "Class 3/0.png", null, null, null, null]);
});

test("any other archive stays as it is, also with a file of that name", () => {
  for (const labels of [null, "{", "[]", "null", JSON.stringify({ labels: 3 }), JSON.stringify({ labels: ["cat"] })]) {
    assert.equal(teachablePaths(["cat/0.png", "samples/dog/1.png", "metadata.json"], labels), null, String(labels));
  }
});
