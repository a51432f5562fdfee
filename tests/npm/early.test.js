/** A start that is early: where nothing is in the project, pictures are named before the engine is there. Against the fake engine; some need `cargo xtask pkg`. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { FACTS } from "../../pkg/lib/worker/engine/untouched.js";
import { namePictures } from "../../pkg/lib/embedder/namer.js";
import { onOwnPages } from "./browser.js";

const skip = existsSync(new URL("../../pkg/dist/pupil.js", import.meta.url)) ? false : "pkg/dist is not built: cargo xtask pkg";

let page;
const browser = onOwnPages((fresh) => (page = fresh));

/** Holds the engine's module back, until the result is called. @param {import("node:test").TestContext} t */
async function holdEngine(t) {
  let resolve = () => {};
  const promise = new Promise((done) => (resolve = done));
  const path = "**/fake-engine/pupil.js";
  await page.context().route(path, async (route) => (await promise, route.continue()));
  t.after(async () => {
    resolve();
    const context = page.context();
    await page.close(); // the browser may never hear from a worker that is just ending, and unroute would wait for it
    await context.unroute(path);
  });
  return resolve;
}

/** Begins; what waits for the engine stays in the page. */
const begin = () => page.evaluate(async () => {
  globalThis.pupil = await create({ early: true });
  globalThis.waiting = Promise.all([pupil.classes.add("ball"), pupil.classify(new Blob(["no picture"])).catch(({ code }) => code)]);
  const file = await drawn("red");
  const named = [await pupil.classify(file), await pupil.classify(await createImageBitmap(file)), await pupil.classify(new ImageData(32, 32))];
  const { width, height, data } = await pupil.pictures.decode(file);
  return { named, decoded: [width, height, ...data.slice(0, 4)], backend: pupil.backend, classes: pupil.project.classes, cannotTrain: pupil.project.cannotTrain.code };
});

/** What the browser itself makes of that file. */
const firstPixel = async () => {
  const image = await createImageBitmap(await drawn("red"));
  const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  return [image.width, image.height, ...context.getImageData(0, 0, 1, 1).data];
};

test("pictures are named and decoded before the engine is there; all else waits for it", async (t) => {
  const release = await holdEngine(t);
  const { named, decoded, backend, classes, cannotTrain } = await begin();
  for (const { kind, scores, noneOfThese, elapsedMs } of named) {
    assert.deepEqual([kind, scores, noneOfThese], ["imagenet", [{ classId: null, label: "swatch", score: 1 }], false]);
    assert.ok(elapsedMs > 0);
  }
  assert.deepEqual(decoded, await page.evaluate(firstPixel));
  assert.deepEqual([backend.reason, backend.frameMs, classes, cannotTrain], ["starting", 0, [], "too_few_classes"]);
  release();
  const found = await page.evaluate(async () => {
    await pupil.ready;
    const [info, code] = await waiting;
    return { info, code, named: await pupil.classify(await drawn("blue")), reason: pupil.backend.reason, announced: pupil.eventsOf("backend").length, classes: pupil.project.classes.map(({ name }) => name) };
  });
  assert.deepEqual([found.info.name, found.code, found.classes], ["ball", "unsupported_format", ["ball"]]);
  assert.deepEqual([found.named.kind, found.reason, found.announced], ["imagenet", "asked", 1]);
});

for (const [what, fault] of [["does not start", "embedder naming"], ["dies of a picture", "embedder best"]]) {
  test(`where the small module ${what}, the engine is waited for`, async (t) => {
    const release = await holdEngine(t);
    browser.server.faults.set(fault, ["trap"]);
    await page.evaluate(async () => {
      globalThis.pupil = await create({ early: true });
      globalThis.named = pupil.classify(await drawn("red"));
    });
    release();
    assert.equal(await page.evaluate(async () => (await named).kind), "imagenet");
    assert.deepEqual(await page.evaluate(() => pupil.eventsOf("notice")), []);
  });
}

test("where something is in the project, nothing is early", async () => {
  const found = await page.evaluate(async () => {
    const first = await create({ store: "early", early: true });
    await first.classes.add("ball");
    await first.close();
    const pupil = await create({ store: "early", early: true });
    return { reason: pupil.backend.reason, classes: pupil.project.classes.map(({ name }) => name) };
  });
  assert.deepEqual(found, { reason: "asked", classes: ["ball"] });
});

test("an engine that cannot start is told, and no call waits for ever", async (t) => {
  const release = await holdEngine(t);
  await page.evaluate(async () => {
    globalThis.pupil = await create({ early: true });
    globalThis.adding = codeOf(pupil.classes.add("ball"));
  });
  await page.context().route("**/fake-engine/pupil.js", (route) => route.fulfill({ status: 404 }));
  const context = page.context();
  t.after(() => context.unroute("**/fake-engine/pupil.js"));
  release();
  const codes = await page.evaluate(async () => [await codeOf(pupil.ready), await adding, await codeOf(pupil.classify(await drawn("red")))]);
  assert.deepEqual(codes, ["not_loaded", "not_loaded", "not_loaded"]);
});

test("what is said of a project that nothing is in, and of a picture, is what the engine says", { skip }, async () => {
  const found = await page.evaluate(async () => {
    const { Embedder, Picture: Small, default: initSmall } = await import("/pkg/dist/embedder.js");
    const { Decoded, default: initDecoder } = await import("/pkg/dist/decoder.js");
    const { Engine, Picture, default: init } = await import("/pkg/dist/pupil.js");
    await Promise.all([initSmall({ module_or_path: "/pkg/dist/embedder_bg.wasm" }), initDecoder({ module_or_path: "/pkg/dist/decoder_bg.wasm" }), init({ module_or_path: "/pkg/dist/pupil_bg.wasm" })]);
    const weights = new Uint8Array(await (await fetch("/pkg/dist/efficientnet_lite0.safetensors")).arrayBuffer());
    const engine = await Engine.create("cpu", weights);
    const bytesOf = async (name, type) => new Uint8Array(await (await drawn("red", name, type)).arrayBuffer());
    const [jpeg, png] = [await bytesOf("red.jpg", "image/jpeg"), await bytesOf("red.png", "image/png")];
    const both = (Picture) => {
      const decoded = Decoded.decode(png);
      const { width, height } = decoded;
      return [Picture.decode(jpeg), Picture.fromRgb(decoded.intoRgb(), width, height)];
    };
    const embedder = Embedder.naming(weights);
    const scores = [];
    for (const picture of both(Picture)) scores.push((await engine.classify(picture)).scores.map(({ label, score }) => [label, score]));
    return { facts: engine.project(), scores, best: both(Small).map((picture) => embedder.best(picture)) };
  });
  assert.deepEqual(found.facts, FACTS);
  assert.deepEqual(found.best, found.scores);
  assert.deepEqual(found.best.map(({ length }) => length), [5, 5]);
});

test("the engine, which takes all processors, waits for the pictures that are being named", async () => {
  const told = [];
  const ask = (id) => port.onmessage({ data: { id, method: "pupil.classify", picture: new Blob() } });
  const port = {
    onmessage: (event) => {},
    postMessage: ({ ready, ok }) => {
      told.push(ready ? "ready" : ok.scores[0].label);
      if (!ready) return;
      ask(2); // the page had not heard yet
      port.onmessage({ data: { heard: true } });
    },
  };
  const module = Promise.resolve();
  const decoder = { decode: async () => ({ free: () => {} }) };
  const embedder = Promise.resolve({ best: () => [["swatch", 1]] });
  const started = namePictures(port, { module, decoder, embedder }).then(() => told.push("started"));
  ask(1);
  await started;
  assert.deepEqual([told.toSorted(), told.at(-1)], [["ready", "started", "swatch", "swatch"], "started"]);
});
