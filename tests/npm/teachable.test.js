/** The projects of other teaching pages have their classes elsewhere than in folders. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { teachablePaths } from "../../www/js/files/teachable.js";

test("Teachable Machine names the class in the file's name", () => {
  const paths = ["manifest.json", "Class 1-!-0.png", "in/out-!-1.jpg", "a-!-b-!-2.png"];
  assert.deepEqual(teachablePaths(paths, null), [null, "Class 1/0.png", "in_out/1.jpg", "a-!-b/2.png"]);
});

test("GenAI Teachable Machine numbers the labels of its metadata", () => {
  const labels = JSON.stringify({ labels: ["cat", "1/2"] });
  const paths = ["metadata.json", "weights.bin", "samples/0_0.png", "samples/1_12.png", "samples/2_0.png"];
  assert.deepEqual(teachablePaths(paths, labels), [null, null, "cat/0.png", "1_2/12.png", "Class 3/0.png"]);
});

test("any other archive stays as it is, also with a file of that name", () => {
  for (const labels of [null, "{", "[]", "null", JSON.stringify({ labels: 3 }), JSON.stringify({ labels: ["cat"] })]) {
    assert.equal(teachablePaths(["cat/0.png", "samples/dog/1.png", "metadata.json"], labels), null, String(labels));
  }
});
