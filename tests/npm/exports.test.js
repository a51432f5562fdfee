/** The model as files for other programs, on the fake engine: what is refused, fetched, stopped, and what else runs meanwhile. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

let page;
const browser = onOwnPages((fresh) => (page = fresh));

test("an export needs a model and a known format, and leaves disabled classes out", async () => {
  const found = await page.evaluate(async () => {
    const untrained = await codeOf((await create()).exports.write("onnx"));
    const pupil = await twoClasses();
    await pupil.train();
    const unknown = await codeOf(pupil.exports.write("onyx"));
    await pupil.classes.enable(0, false);
    const zip = await pupil.exports.write("onnx");
    const html = await pupil.exports.write("page");
    const stopped = await codeOf(pupil.exports.write("page", { signal: AbortSignal.abort() }));
    await pupil.classes.enable(1, false);
    return { untrained, unknown, stopped, types: [zip.type, html.type], none: await codeOf(pupil.exports.write("onnx")) };
  });
  const types = ["application/zip", "text/html"];
  assert.deepEqual(found, { untrained: "not_trained", unknown: "invalid_argument", stopped: "aborted", types, none: "too_few_classes" });
});

test("while a file is written all else goes on, and the writing can be stopped", async () => {
  browser.server.faults.set("exporter write", ["slow", "trap"]);
  await page.evaluate(async () => {
    globalThis.pupil = await twoClasses();
    await pupil.train();
    globalThis.stop = new AbortController();
    globalThis.stopped = codeOf(pupil.exports.write("onnx", { signal: stop.signal }));
  });
  while (browser.server.faults.get("exporter write").length > 1) await new Promise((resolve) => setTimeout(resolve, 20));
  const found = await page.evaluate(async () => {
    const [{ label }] = (await pupil.classify(await drawn("red"))).scores;
    await pupil.classes.rename(0, "crimson");
    stop.abort();
    const codes = [await stopped, await codeOf(pupil.exports.write("onnx")), await codeOf(pupil.exports.write("onnx"))];
    return { label, name: pupil.project.classes[0].name, codes, notices: pupil.eventsOf("notice").map(({ code }) => code) };
  });
  assert.deepEqual(found, { label: "red", name: "crimson", codes: ["aborted", "export_crashed", null], notices: [] });
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

test("weights of one's own that name no licence are told of", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    const written = async () => {
      const before = pupil.eventsOf("notice").length;
      await pupil.exports.write("onnx");
      return pupil.eventsOf("notice").slice(before).map(({ code }) => code);
    };
    /** What a safetensors file begins with: the size of its header, and the header. */
    const header = (metadata) => {
      const text = new TextEncoder().encode(JSON.stringify({ __metadata__: metadata }));
      const size = new Uint8Array(8);
      new DataView(size.buffer).setBigUint64(0, BigInt(text.length), true);
      return [size, text, "a network"];
    };
    const files = [header({ format: "pt", license: "MIT" }), header({ format: "pt" }), header(undefined), ["a network, in no safetensors file"], ["network"]];
    const notices = [await written()];
    for (const parts of files) {
      await pupil.networks.load(new File(parts, "own.safetensors"));
      await pupil.train();
      notices.push(await written());
    }
    return notices;
  });
  assert.deepEqual(found, [[], [], ["unknown_licence"], ["unknown_licence"], ["unknown_licence"], ["unknown_licence"]]);
});
