/** Pupil's rows: its engine as the built package has it, called as a page's worker calls it. */
import { readFileSync } from "node:fs";
import { CLASSES, embeddings } from "../browser/picture.js";
import { resnet50File } from "../browser/resnet50.js";
import { SCRATCH, TUNED } from "../browser/training.js";
import init, { Engine, Picture } from "../../pkg/dist/pupil.js";
import { watchDevices } from "../../pkg/lib/worker/engine/gpu.js";
import { picture, pictures } from "./pictures.js";

const SIZE = 224;
const DIST = new URL("../../pkg/dist/", import.meta.url);
const read = (/** @type {string} */ file) => new Uint8Array(readFileSync(new URL(file, DIST)));

/**
 * @param {"webgpu" | "cpu"} backend
 * @param {number} share of an epoch of the basic CNN
 * @returns {Promise<import("./rows.js").Rows>}
 */
export async function rows(backend, share) {
  if (backend === "webgpu") watchDevices(() => console.error("the device was lost"));
  await init({ module_or_path: read("pupil_bg.wasm") });
  const lite0 = () => Engine.create(backend, read("efficientnet_lite0.safetensors"));
  return {
    forward: async () => {
      const engine = await lite0();
      return async () => {
        const { scores } = await freed(picture(0, SIZE), SIZE, (one) => engine.classify(one));
        return { label: scores[0].label, values: scores.map(({ score }) => score) };
      };
    },
    embed: async () => embedding(await lite0(), pictures(16, SIZE)),
    // Three blocks and the convolution above them; what is below is stored after the first epoch.
    fineTune: async () => training(await lite0(), { method: "fineTune", unfrozenBlocks: 4, batchSize: TUNED.batch }, pictures(TUNED.pictures, SIZE)),
    scratch: async () => training(await lite0(), { method: "scratch", batchSize: SCRATCH.batch }, pictures(share * SCRATCH.pictures, SCRATCH.size)),
    resnet50: async () => {
      const engine = await Engine.create(backend, resnet50File());
      return async () => ({ values: await freed(picture(0, SIZE), SIZE, (one) => engine.embed(one)) });
    },
  };
}

/** Adds the pictures, one after the other, and removes them. @param {Engine} engine @param {Uint8Array[]} all */
function embedding(engine, all) {
  const { id } = engine.addClass("class");
  return async () => {
    const [ids, values] = [[], []];
    for (const [index, rgba] of all.entries()) {
      const added = await freed(rgba, SIZE, (one) => engine.addPicture(id, `picture ${index}`, false, one));
      ids.push(added.id);
      values.push(...added.embedding);
      added.free();
    }
    engine.removePictures(Uint32Array.from(ids));
    return { values };
  };
}

/** Starts a run without augmentation; each call is an epoch and returns its loss. @param {Engine} engine @param {object} changes @param {Uint8Array[]} all */
function training(engine, changes, all) {
  const classes = Array.from({ length: CLASSES }, (_, index) => engine.addClass(`class ${index}`).id);
  const stored = embeddings();
  all.forEach((_, id) => engine.restorePicture(id, classes[id % CLASSES], `${id}`, true, false, stored[id % stored.length]));
  const open = { epochs: 1000, patience: 0, validationFraction: 0, augmentation: engine.augmentationPresets().off };
  engine.setSettings({ ...engine.settingsOf(changes.method), ...changes, ...open });
  engine.startTraining();
  const side = Math.sqrt(all[0].length / 4);
  const steps = Math.ceil(all.length / changes.batchSize);
  return async () => {
    for (;;) {
      for (const id of engine.wantedPictures()) await freed(all[id], side, async (one) => engine.supply(id, one).free());
      const epoch = (await engine.trainSteps(steps)).find(({ type }) => type === "epoch");
      if (epoch) return { values: [epoch.loss] };
    }
  };
}

/**
 * Hands a picture to the engine, and frees it.
 * @template T
 * @param {Uint8Array} rgba
 * @param {number} side
 * @param {(picture: Picture) => Promise<T>} use
 */
async function freed(rgba, side, use) {
  const one = Picture.fromRgba(rgba, side, side);
  try {
    return await use(one);
  } finally {
    one.free();
  }
}
