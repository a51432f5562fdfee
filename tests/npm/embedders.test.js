/** Many pictures go through small workers: in order, nothing lost. Against the fake engine; one test needs `cargo xtask pkg`. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { poolSize } from "../../pkg/lib/worker/engine/embedders.js";
import { onOwnPages } from "./browser.js";

const skip = existsSync(new URL("../../pkg/dist/embedder.js", import.meta.url)) ? false : "pkg/dist is not built: cargo xtask pkg";
const MANY = 20;

let page;
const browser = onOwnPages((fresh) => {
  page = fresh;
  processors(2);
  browser.server.requests.length = 0;
});

/** What the worker is told of the device: for each small worker it needs one more. */
const processors = (count) => {
  browser.server.prelude = `Object.defineProperties(navigator, { hardwareConcurrency: { get: () => ${count} }, deviceMemory: { get: () => 8 } });`;
};

/** How often a file was asked for. @param {string} asked */
const fetched = (asked) => browser.server.requests.filter((path) => path === asked).length;

const DECODER = "/tests/npm/fake-engine/decoder.js";

/** How often small workers were started. */
const started = () => fetched("/pkg/lib/embedder/worker.js");

/** Adds many pictures to one class. @param {object} options what the page is told beside how many there are */
const addMany = (options = {}) => page.evaluate(async ({ count, store, abortAt }) => {
  globalThis.pupil = await create({ store });
  const { id } = await pupil.classes.add("red");
  const files = await several(count, "red");
  const abort = new AbortController();
  const onProgress = ({ done }) => done === abortAt && abort.abort();
  const added = await pupil.pictures.add(id, files, { onProgress, signal: abort.signal }).catch((error) => ({ ...error.details.result, code: error.code }));
  return { ...added, names: added.added.map(({ name }) => name), pictures: pupil.project.classes[0].pictures, notices: pupil.eventsOf("notice").map(({ code }) => code) };
}, { count: MANY, ...options });

const names = (count) => Array.from({ length: count }, (_, index) => `red-${index}.png`);

/** First numbers of the stored embeddings. @param {string} store */
const embeddings = (store) => page.evaluate(async (store) => {
  const { DatabaseStore } = await import("/pkg/lib/worker/store/database.js");
  const found = [];
  for await (const chunk of (await DatabaseStore.open(store, () => {})).chunks("embeddings")) for (const [id, embedding] of chunk) found[id] = [...embedding.slice(0, 4)];
  return found;
}, store);

test("many files have the results of few, in their order", async () => {
  processors(4);
  const found = await page.evaluate(async (count) => {
    const pupil = await create();
    const { id } = await pupil.classes.add("red");
    const files = await several(count, "red");
    const damaged = new File([files[0].slice(0, 60)], "damaged.png");
    const mixed = [...files.slice(0, 5), damaged, new File([files[2]], "copy.png"), new File(["text"], "notes.txt"), await drawn("red", "red.jpg", "image/jpeg"), ...files.slice(5)];
    const progress = [];
    const { added, duplicates, failed } = await pupil.pictures.add(id, mixed, { onProgress: ({ done }) => progress.push(done) });
    const thumbnail = await createImageBitmap(await pupil.pictures.thumbnail(3));
    return { added: added.map(({ id, name }) => [id, name]), duplicates, failed: failed.map(({ name, code }) => [name, code]), progress, thumbnail: thumbnail.width };
  }, MANY);
  const inOrder = [...names(5), "red.jpg", ...names(MANY).slice(5)];
  assert.deepEqual(found.added, inOrder.map((name, id) => [id, name]));
  assert.deepEqual(found.duplicates, ["copy.png"]);
  assert.deepEqual(found.failed, [["damaged.png", "broken_picture"], ["notes.txt", "unsupported_format"]]);
  assert.deepEqual(found.progress, Array.from({ length: MANY + 4 }, (_, index) => index + 1));
  assert.equal(found.thumbnail, 112);
  assert.equal(started(), 3);
});

test("few files need no worker", async () => {
  assert.deepEqual((await addMany({ count: 12 })).names, names(12));
  assert.equal(started(), 0);
});

test("a worker that dies is replaced, and its pictures are tried again", async () => {
  browser.server.faults.set("embedder embed", ["", "trap"]);
  const found = await addMany();
  assert.deepEqual([found.names, found.failed, found.notices], [names(MANY), [], []]);
  assert.equal(started(), 2);
});

test("a picture that kills two workers is left out", async () => {
  browser.server.faults.set("embedder embed blue", ["trap", "trap"]);
  const found = await page.evaluate(async (count) => {
    const pupil = await create();
    const { id } = await pupil.classes.add("red");
    const files = await several(count, "red");
    const { added, failed } = await pupil.pictures.add(id, files.toSpliced(3, 0, await drawn("blue")));
    return { added: added.map(({ name }) => name), failed: failed.map(({ name, code }) => [name, code]) };
  }, MANY);
  assert.deepEqual([found.added, found.failed], [names(MANY), [["blue.png", "engine_crashed"]]]);
});

test("where no worker starts, the engine does it", async () => {
  browser.server.faults.set("embedder start", ["trap"]);
  assert.deepEqual((await addMany()).names, names(MANY));
});

test("files that are no JPEG are decoded by a module of their own, which is fetched once", async () => {
  assert.deepEqual((await addMany()).names, names(MANY));
  assert.equal(fetched(DECODER), 1);
});

test("where that module does not come, each picture says so, and it is asked for again", async (t) => {
  const { folders } = browser.server;
  t.after(() => folders.delete(DECODER));
  folders.set(DECODER, "/nothing.js");
  const found = await addMany({ store: "no decoder" });
  const failed = found.failed.map(({ code }) => code);
  assert.deepEqual([found.names, failed, found.notices], [[], Array(MANY).fill("not_loaded"), []]);
  const alone = await page.evaluate(async () => {
    const jpeg = await pupil.classify(await drawn("red", "red.jpg", "image/jpeg")).then(({ kind }) => kind);
    return [jpeg, await codeOf(pupil.classify(await drawn("red")))];
  });
  assert.deepEqual(alone, ["imagenet", "not_loaded"]);
  const before = fetched(DECODER);
  folders.delete(DECODER);
  const blue = await page.evaluate(async (count) => (await pupil.pictures.add(0, await several(count, "blue"))).added.length, MANY);
  assert.deepEqual([blue, fetched(DECODER)], [MANY, before + 1]);
});

test("an engine that dies meanwhile goes on where it was", async () => {
  browser.server.faults.set("addEmbedded", ["", "", "trap"]);
  const found = await addMany({ store: "dies" });
  assert.deepEqual([found.names, found.duplicates, found.notices], [names(MANY), [], ["engine_restarted"]]);
  assert.deepEqual(found.pictures, names(MANY).map((_, id) => id));
});

test("stops at once; what is in stays in", async () => {
  browser.server.faults.set("embedder embed", Array(MANY).fill("slow"));
  const { code, names: there, pictures } = await addMany({ abortAt: 2 });
  assert.deepEqual([code, there], ["aborted", names(2)]);
  assert.deepEqual(pictures, [0, 1]);
  // At most the pictures that the worker had already were computed.
  await page.evaluate(() => pupil.pictures.info([0]));
  assert.ok(browser.server.faults.get("embedder embed").length >= MANY - 5, "the others were not begun");
});

test("all pictures are embedded again for another network, also those that come meanwhile", async () => {
  const found = await page.evaluate(async (count) => {
    const pupil = await create({ store: "again" });
    const { id } = await pupil.classes.add("blue");
    await pupil.pictures.add(id, await several(count, "blue"));
    const progress = [];
    const change = pupil.networks.use("efficientnet_lite2", { onProgress: ({ stage, done, total }) => stage === "embed" && progress.push([done, total]) });
    const { added } = await pupil.pictures.add(id, await several(count, "blue"));
    await change;
    await pupil.close();
    return { progress, added: added.length };
  }, MANY);
  assert.equal(found.added, MANY);
  assert.ok(found.progress.every(([done], index) => index === 0 || done >= found.progress[index - 1][0]), JSON.stringify(found.progress));
  assert.deepEqual(found.progress.at(-1), [2 * MANY, 2 * MANY]);
  const stored = await embeddings("again");
  assert.equal(stored.length, 2 * MANY);
  // The other toy sees the last cell first: opaque, blue, not green, not red.
  assert.deepEqual(stored.filter(([opaque, blue, green, red]) => opaque !== 1 || blue < 0.5 || green > 0.5 || red > 0.5), []);
});

test("embeddings are the engine's own, bit for bit", { skip }, async () => {
  await page.evaluate(async () => {
    const pupil = await create({ assets: "/pkg/dist/", store: "own" });
    const { id } = await pupil.classes.add("one by one");
    const files = await several(13, "red");
    files[0] = await drawn("red", "red.jpg", "image/jpeg");
    files[1] = await drawn("red", "red.webp", "image/webp");
    for (const file of files) await pupil.pictures.add(id, [file]);
    const other = await pupil.classes.add("together");
    await pupil.pictures.add(other.id, files);
    await pupil.close();
  });
  const stored = await embeddings("own");
  assert.equal(stored.length, 26);
  assert.deepEqual(stored.slice(13), stored.slice(0, 13));
  assert.deepEqual([started(), fetched("/pkg/dist/decoder_bg.wasm")], [1, 2], "once for the engine, once for the small worker");
});

test("photos need no other module", { skip }, async () => {
  const added = await page.evaluate(async (count) => {
    const pupil = await create({ assets: "/pkg/dist/" });
    const { id } = await pupil.classes.add("photos");
    const files = await several(count, "red");
    const photos = [];
    for (const file of files) {
      const canvas = new OffscreenCanvas(64, 64);
      canvas.getContext("2d").drawImage(await createImageBitmap(file), 0, 0, 64, 64);
      photos.push(new File([await canvas.convertToBlob({ type: "image/jpeg" }), file.name], file.name.replace("png", "jpg")));
    }
    return (await pupil.pictures.add(id, photos)).added.length;
  }, MANY);
  assert.deepEqual([added, started(), fetched("/pkg/dist/decoder.js")], [MANY, 1, 0]);
});

test("the device says how many workers there are", () => {
  const sizes = [{}, { hardwareConcurrency: 1 }, { hardwareConcurrency: 2 }, { hardwareConcurrency: 16 }, { hardwareConcurrency: 8, deviceMemory: 4 }, { hardwareConcurrency: 8, deviceMemory: 1 }];
  assert.deepEqual(sizes.map(poolSize), [0, 0, 1, 4, 2, 0]);
});

test("workers end when there is nothing to do", async () => {
  const found = await page.evaluate(async () => {
    const { Pool } = await import("/pkg/lib/worker/engine/pool.js");
    const worker = { postMessage: ({ id }) => setTimeout(() => worker.onmessage({ data: { id, ok: id } })), terminate: () => (worker.terminated = true) };
    let ended = 0;
    const pool = new Pool(1, () => worker, 20, () => ended++);
    const { signal } = new AbortController();
    const done = await Promise.all([pool.embed(new Blob(), signal), pool.embed(new Blob(), signal)]);
    const before = [worker.terminated, ended];
    await new Promise((resolve) => setTimeout(resolve, 60));
    return { done, before, after: [worker.terminated, ended], size: pool.size, late: await pool.embed(new Blob(), signal) };
  });
  assert.deepEqual(found, { done: [0, 1], before: [undefined, 0], after: [true, 1], size: 0, late: null });
});
