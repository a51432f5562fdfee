/** Measures Pupil's engine. Takes a backend, answers with the measurements. */
import init, { Engine, Picture } from "/page/pkg/dist/pupil.js";
import { watchDevices } from "/package/lib/worker/engine/gpu.js";
import { AUGMENTED } from "./augmentation.js";
import { measure } from "./measure.js";
import { CLASSES, PICTURES, SIZE, embeddings, picture } from "./picture.js";
import { resnet50File } from "./resnet50.js";
import { SCRATCH, TUNED, scratchShare } from "./training.js";

const BATCH = 16;

/** Id of the first class that an engine makes. */
const FIRST_CLASS = 0;

/** @param {{ backend: "cpu" | "webgpu", relaxed: boolean }} subject @returns {Promise<import("./measure.js").Subject>} */
async function load({ backend, relaxed }) {
  if (!relaxed) refuseRelaxed();
  if (backend === "webgpu") watchDevices(() => {});
  const share = await scratchShare(backend);
  const weights = fetch("/page/pkg/dist/efficientnet_lite0.safetensors").then((response) => response.arrayBuffer());
  await init({ module_or_path: "/page/pkg/dist/pupil_bg.wasm" });
  const bytes = new Uint8Array(await weights);
  const engine = await Engine.create(backend, bytes);
  const rgba = new Uint8Array(picture().data.buffer);
  const pixels = () => Picture.fromRgba(rgba, SIZE, SIZE);
  return {
    forward: () => freed(pixels(), (one) => engine.classify(one)),
    answer: () => freed(pixels(), async (one) => {
      const [{ label, score }] = (await engine.classify(one)).scores;
      return { label, score, embedding: Array.from(await engine.embed(one)) };
    }),
    embed: () => embed(engine, pixels),
    augment: () => freed(pixels(), (one) => engine.augmentedViews(one, engine.augmentationPresets().textbook, AUGMENTED, 1)),
    epoch: epochOf(engine),
    resnet50: async () => {
      const resnet = await Engine.create(backend, resnet50File());
      return () => freed(pixels(), (one) => resnet.embed(one));
    },
    // Three blocks and the convolution above them; what is below is cached after the first epoch.
    fineTune: async () => training(await Engine.create(backend, bytes), { method: "fineTune", unfrozenBlocks: 4, batchSize: TUNED.batch }, TUNED.pictures, pixels),
    scratch: async () => training(await Engine.create(backend, bytes), { method: "scratch", batchSize: SCRATCH.batch }, share * SCRATCH.pictures, () => Picture.fromRgba(rgba.slice(0, 4 * SCRATCH.size ** 2), SCRATCH.size, SCRATCH.size)),
    scratchShare: share,
    heads: {
      instant100: async () => instant(await Engine.create(backend, bytes), 100),
      instant1000: async () => instant(await Engine.create(backend, bytes), 1000),
      instant10000: async () => instant(await Engine.create(backend, bytes), 10_000),
      denseHead100: async () => denseHead(await Engine.create(backend, bytes), 100),
      denseHead1000: async () => denseHead(await Engine.create(backend, bytes), 1000),
    },
  };
}

/** Makes this browser one without relaxed SIMD: the engine asks for that first. */
function refuseRelaxed() {
  const { validate } = WebAssembly;
  let asked = 0;
  WebAssembly.validate = (module) => ++asked > 1 && validate(module);
}

/** Each call learns so many pictures anew, with the answers out of fold. @param {Engine} engine @param {number} pictures */
function instant(engine, pictures) {
  const classes = addPictures(engine, pictures);
  let turn = 0;
  return async () => {
    engine.movePictures(Uint32Array.of(0), classes[++turn % CLASSES]);
    for (let steps = engine.instantSteps(0); steps.done < steps.total; ) steps = engine.instantSteps(4);
  };
}

/** Each call is a whole run of the dense head. @param {Engine} engine @param {number} pictures */
function denseHead(engine, pictures) {
  addPictures(engine, pictures);
  return async () => {
    engine.startTraining();
    while (!(await engine.trainSteps(50)).some(({ type }) => type === "finished"));
  };
}

/** Different pictures, each a source. @param {Engine} engine @param {number} pictures @returns {number[]} the classes' ids */
function addPictures(engine, pictures) {
  const classes = addClasses(engine);
  const made = embeddings();
  for (let id = 0; id < pictures; id++) {
    const other = made[(id * 7 + 3) % made.length];
    const embedding = made[id % made.length].map((value, i) => value + other[(i + id) % other.length]);
    engine.restorePicture(id, classes[id % CLASSES], `${id}`, true, false, embedding);
  }
  return classes;
}

/**
 * Starts a run without augmentation over so many copies of a picture; each call is an epoch.
 * @param {Engine} engine @param {object} changes @param {number} pictures @param {() => Picture} pixels
 */
async function training(engine, changes, pictures, pixels) {
  const classes = addClasses(engine);
  const embedding = embeddings()[0];
  for (let id = 0; id < pictures; id++) engine.restorePicture(id, classes[id % CLASSES], `${id}`, true, false, embedding);
  const settings = { ...engine.settingsOf(changes.method), ...changes, epochs: 1000, patience: 0, validationFraction: 0, augmentation: engine.augmentationPresets().off };
  engine.setSettings(settings);
  engine.startTraining();
  const steps = Math.ceil(pictures / changes.batchSize);
  return async () => {
    for (;;) {
      for (const id of engine.wantedPictures()) await freed(pixels(), (one) => engine.supply(id, one).free());
      const messages = await engine.trainSteps(steps);
      if (messages.some(({ type }) => type === "epoch")) return;
    }
  };
}

/** @param {Engine} engine @param {() => Picture} pixels */
async function embed(engine, pixels) {
  const ids = [];
  for (let i = 0; i < BATCH; i++) {
    const added = await freed(pixels(), (one) => engine.addPicture(FIRST_CLASS, `picture ${i}`, false, one));
    ids.push(added.id);
    added.free();
  }
  engine.removePictures(Uint32Array.from(ids));
}

/** @param {Engine} engine */
function epochOf(engine) {
  const classes = addClasses(engine);
  embeddings().forEach((embedding, id) => engine.restorePicture(id, classes[id % CLASSES], `${id}`, true, false, embedding));
  engine.setSettings({ ...engine.defaultSettings(), epochs: 1000, patience: 0, validationFraction: 0 });
  let started = false;
  return async () => {
    if (!started) engine.startTraining();
    started = true;
    const messages = await engine.trainSteps(PICTURES / BATCH);
    if (!messages.some(({ type }) => type === "epoch")) throw new Error(`no epoch ended: ${JSON.stringify(messages)}`);
  };
}

/** @param {Engine} engine @returns {number[]} their ids */
function addClasses(engine) {
  return Array.from({ length: CLASSES }, (_, index) => engine.addClass(`class ${index}`).id);
}

/** @template T @param {Picture} picture @param {(picture: Picture) => Promise<T>} use */
async function freed(picture, use) {
  try {
    return await use(picture);
  } finally {
    picture.free();
  }
}

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ ok: await measure(() => load(data)) });
  } catch (error) {
    self.postMessage({ error: String(error?.message ?? error) });
  }
};
