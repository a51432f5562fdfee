/** Measures Pupil's engine. Takes the backend's name, answers with the measurements. */
import init, { Engine } from "/page/pkg/dist/pupil.js";
import { watchDevices } from "/page/pkg/lib/worker/gpu.js";
import { AUGMENTED } from "./augmentation.js";
import { measure } from "./measure.js";
import { CLASSES, PICTURES, SIZE, embeddings, picture } from "./picture.js";
import { resnet50File } from "./resnet50.js";
import { SCRATCH, TUNED, scratchShare } from "./training.js";

const BATCH = 16;

/** @param {"cpu" | "webgpu"} backend @returns {Promise<import("./measure.js").Subject>} */
async function load(backend) {
  if (backend === "webgpu") watchDevices(() => {});
  const share = await scratchShare(backend);
  const weights = fetch("/page/pkg/dist/efficientnet_lite0.safetensors").then((response) => response.arrayBuffer());
  await init();
  const bytes = new Uint8Array(await weights);
  const engine = await Engine.create(backend, bytes);
  const rgba = new Uint8Array(picture().data.buffer);
  return {
    classify: async () => (await engine.classifyPixels(rgba, SIZE, SIZE)).scores[0],
    embed: () => embed(engine, rgba),
    augment: () => engine.augmentedViews(rgba, SIZE, SIZE, engine.augmentationPresets().textbook, AUGMENTED, 1),
    epoch: epochOf(engine),
    resnet50: async () => {
      const resnet = await Engine.create(backend, resnet50File());
      return () => resnet.embedPixels(rgba, SIZE, SIZE);
    },
    // Three blocks and the convolution above them; what is below is kept after the first epoch.
    fineTune: async () => training(await Engine.create(backend, bytes), { method: "fineTune", unfrozenBlocks: 4, batchSize: TUNED.batch }, TUNED.pictures, rgba, SIZE),
    scratch: async () => training(await Engine.create(backend, bytes), { method: "scratch", batchSize: SCRATCH.batch }, share * SCRATCH.pictures, rgba.slice(0, 4 * SCRATCH.size ** 2), SCRATCH.size),
    scratchShare: share,
  };
}

/**
 * Starts a run without augmentation over so many copies of a picture; each call is an epoch.
 * @param {Engine} engine @param {object} changes @param {number} pictures @param {Uint8Array} rgba @param {number} side
 */
async function training(engine, changes, pictures, rgba, side) {
  const classes = Array.from({ length: CLASSES }, (_, index) => engine.addClass(undefined, `class ${index}`, true));
  const embedding = embeddings()[0];
  for (let id = 0; id < pictures; id++) engine.restorePicture(id, classes[id % CLASSES], `${id}`, true, embedding);
  const settings = { ...engine.settingsOf(changes.method), ...changes, epochs: 1000, patience: 0, validationFraction: 0, augmentation: engine.augmentationPresets().off };
  engine.setSettings(settings);
  engine.startTraining();
  const steps = Math.ceil(pictures / changes.batchSize);
  return async () => {
    for (;;) {
      for (const id of engine.wantedPictures()) engine.supplyPixels(id, rgba, side, side);
      const messages = await engine.trainSteps(steps);
      if (messages.some(({ type }) => type === "epoch")) return;
    }
  };
}

/** @param {Engine} engine @param {Uint8Array} rgba */
async function embed(engine, rgba) {
  const [{ id }] = engine.project().classes;
  const ids = [];
  for (let i = 0; i < BATCH; i++) {
    const added = await engine.addPixels(id, `picture ${i}`, false, rgba, SIZE, SIZE);
    ids.push(added.id);
    added.free();
  }
  engine.removePictures(Uint32Array.from(ids));
}

/** @param {Engine} engine */
function epochOf(engine) {
  const classes = Array.from({ length: CLASSES }, (_, index) => engine.addClass(undefined, `class ${index}`, true));
  embeddings().forEach((embedding, id) => engine.restorePicture(id, classes[id % CLASSES], `${id}`, true, embedding));
  engine.setSettings({ ...engine.defaultSettings(), epochs: 1000, patience: 0, validationFraction: 0 });
  let started = false;
  return async () => {
    if (!started) engine.startTraining();
    started = true;
    const messages = await engine.trainSteps(PICTURES / BATCH);
    if (!messages.some(({ type }) => type === "epoch")) throw new Error(`no epoch ended: ${JSON.stringify(messages)}`);
  };
}

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ ok: await measure(() => load(data)) });
  } catch (error) {
    self.postMessage({ error: String(error?.message ?? error) });
  }
};
