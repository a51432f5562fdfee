/** TensorFlow.js's rows on WebGPU, on the same pictures. */
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";
import { lite0, preprocess } from "../browser/network.js";
import { CLASSES } from "../browser/picture.js";
import { resnet50 } from "../browser/resnet50.js";
import { SCRATCH, TUNED, basicCnn, topOfLite0 } from "../browser/training.js";
import { toTensorFlow } from "../weights.js";
import { picture, pictures } from "./pictures.js";

export const SIZE = 224;
const PARTS = ["core", "layers", "backend-webgpu"];

/**
 * @param {"webgpu"} backend
 * @param {number} share of an epoch of the basic CNN
 * @returns {Promise<import("./rows.js").Rows>}
 */
export async function rows(backend, share) {
  const { tf, weights, labels } = await start(backend);
  const network = () => lite0(tf, weights);
  return {
    forward: async () => {
      const run = predicting(tf, callable(network().classifier), [picture(0, SIZE)]);
      return async () => bestOf(await run(), labels);
    },
    embed: async () => {
      const run = predicting(tf, callable(network().backbone), pictures(16, SIZE));
      return async () => ({ values: await run() });
    },
    fineTune: async () => fitting(tf, topOfLite0(tf, CLASSES), [7, 7, 192], TUNED),
    scratch: async () => fitting(tf, basicCnn(tf, CLASSES), [SCRATCH.size, SCRATCH.size, 3], { ...SCRATCH, pictures: share * SCRATCH.pictures }),
    resnet50: async () => {
      const run = predicting(tf, callable(resnet50(tf)), [picture(0, SIZE)]);
      return async () => ({ values: await run() });
    },
  };
}

/** TensorFlow.js with a backend, and Pupil's weights for it. @param {string} backend */
export async function start(backend) {
  for (const part of PARTS) runInThisContext(readFileSync(new URL(`../node_modules/@tensorflow/tfjs-${part}/dist/tf-${part}.es2017.min.js`, import.meta.url), "utf8"));
  const { tf } = globalThis;
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js cannot start its ${backend} backend`);
  globalThis.Float16Array ??= Halves;
  const { weights, labels } = toTensorFlow(readFileSync(new URL("../../pkg/dist/efficientnet_lite0.safetensors", import.meta.url)));
  return { tf, weights: weights.buffer, labels };
}

const callable = (/** @type {any} */ model) => (/** @type {any} */ x) => model.predict(x);

/** Each call takes the pictures as one batch. @param {any} tf @param {(x: any) => any} network @param {Uint8Array[]} all @returns {() => Promise<Float32Array>} */
export function predicting(tf, network, all) {
  return async () => {
    const output = tf.tidy(() => network(tf.stack(all.map((data) => preprocess(tf, { data, width: SIZE, height: SIZE })))));
    const values = await output.data();
    output.dispose();
    return values;
  };
}

/** The five best. @param {Float32Array} scores @param {string[]} labels */
export function bestOf(scores, labels) {
  const best = Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a]).slice(0, 5);
  return { label: labels[best[0]], values: best.map((index) => scores[index]) };
}

/** Each call is an epoch over made-up inputs. @param {any} tf @param {any} model @param {number[]} shape @param {{ pictures: number, batch: number }} size */
function fitting(tf, model, shape, { pictures: count, batch }) {
  const x = tf.randomUniform([count, ...shape], 0, 1);
  const y = tf.oneHot(tf.tensor1d(Array.from({ length: count }, (_, index) => index % CLASSES), "int32"), CLASSES);
  return async () => {
    const { history } = await model.fit(x, y, { batchSize: batch, epochs: 1, shuffle: true, verbose: 0, yieldEvery: "never" });
    return { values: history.loss };
  };
}

/** Float16Array for a Node.js that has none yet, as far as network.js needs it. */
class Halves extends Float32Array {
  /** @param {ArrayBuffer} buffer */
  constructor(buffer) {
    super(Float32Array.from(new Uint16Array(buffer), (bits) => {
      const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, (bits & 1023) / 1024];
      return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction) : 2 ** -14 * fraction);
    }));
  }
}
