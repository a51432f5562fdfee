/** Measures Pupil's engine. Takes the backend's name, answers with the measurements. */
import init, { Engine } from "/page/pkg/dist/pupil.js";
import { watchDevices } from "/page/pkg/lib/gpu.js";
import { AUGMENTED } from "./augmentation.js";
import { measure } from "./measure.js";
import { CLASSES, PICTURES, SIZE, embeddings, picture } from "./picture.js";

const BATCH = 16;

/** @param {"cpu" | "webgpu"} backend @returns {Promise<import("./measure.js").Subject>} */
async function load(backend) {
  if (backend === "webgpu") watchDevices(() => {});
  const weights = fetch("/page/pkg/dist/efficientnet_lite0.safetensors").then((response) => response.arrayBuffer());
  await init();
  const engine = await Engine.create(backend, new Uint8Array(await weights));
  const rgba = new Uint8Array(picture().data.buffer);
  return {
    classify: async () => (await engine.classifyPixels(rgba, SIZE, SIZE)).scores[0],
    embed: () => embed(engine, rgba),
    augment: () => engine.augmentedViews(rgba, SIZE, SIZE, engine.augmentationPresets().textbook, AUGMENTED, 1),
    epoch: epochOf(engine),
  };
}

/** @param {Engine} engine @param {Uint8Array} rgba */
async function embed(engine, rgba) {
  const [{ id }] = engine.project().classes;
  const ids = [];
  for (let i = 0; i < BATCH; i++) {
    const added = await engine.addPixels(id, `picture ${i}`, rgba, SIZE, SIZE);
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
