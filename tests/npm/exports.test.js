/** The model as files for other programs, on the fake engine: what is refused, and that the exporters are fetched when they are needed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

let page;
const browser = onOwnPages((fresh) => (page = fresh));

test("an export needs a model and a known format, and leaves disabled classes out", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    const untrained = await codeOf(pupil.exports.write("onnx"));
    await pupil.train();
    const unknown = await codeOf(pupil.exports.write("onyx"));
    await pupil.classes.enable(0, false);
    const zip = await pupil.exports.write("onnx");
    await pupil.classes.enable(1, false);
    return { untrained, unknown, type: zip.type, none: await codeOf(pupil.exports.write("onnx")) };
  });
  assert.deepEqual(found, { untrained: "not_trained", unknown: "invalid_argument", type: "application/zip", none: "too_few_classes" });
});

test("exporters that could not be fetched are fetched again", async () => {
  const fetched = () => browser.server.requests.filter((path) => path.endsWith("/exporter_bg.wasm")).length;
  const before = fetched();
  await page.evaluate(async () => {
    globalThis.made = await twoClasses();
    await made.train();
  });
  assert.equal(fetched(), before, "not before the first export");
  await page.context().route("**/exporter*", (route) => route.abort());
  assert.equal(await page.evaluate(() => codeOf(made.exports.write("onnx"))), "not_loaded");
  await page.context().unroute("**/exporter*");
  assert.equal(await page.evaluate(() => codeOf(made.exports.write("onnx"))), null);
});
