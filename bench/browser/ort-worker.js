/** Measures onnxruntime-web on Pupil's own exports. Takes a {@link Subject}, answers with the measurements. */
import { measure } from "./measure.js";
import { FEATURES, SIZE, picture } from "./picture.js";

const BATCH = 16;

/**
 * @typedef {object} Subject
 * @property {"wasm" | "webgpu"} backend
 * @property {number} threads 0 for one on each processor, which needs a cross-origin isolated page
 */

/** @param {Subject} subject @returns {Promise<import("./measure.js").Subject>} */
async function load({ backend, threads }) {
  const ort = await import(`/ort/ort.${backend}.min.mjs`);
  ort.env.wasm.wasmPaths = "/ort/";
  ort.env.wasm.numThreads = threads || navigator.hardwareConcurrency;
  const open = (/** @type {string} */ url) => ort.InferenceSession.create(url, { executionProviders: [backend] });
  const lite0 = await open("/lite0.onnx");
  const { data } = picture();
  const run = async (/** @type {any} */ session, /** @type {number} */ pictures) => {
    const values = new Float32Array(pictures * 3 * SIZE ** 2);
    for (let at = 0; at < pictures; at++) normalise(data, session === lite0 ? LITE0 : RESNET50, values.subarray(at * 3 * SIZE ** 2));
    const input = new ort.Tensor("float32", values, [pictures, 3, SIZE, SIZE]);
    return (await session.run({ input })).embedding.data;
  };
  return {
    forward: () => run(lite0, 1),
    answer: async () => ({ embedding: Array.from((await run(lite0, 1)).subarray(0, FEATURES)) }),
    embed: () => run(lite0, BATCH),
    resnet50: async () => {
      const resnet = await open("/resnet50.onnx");
      return () => run(resnet, 1);
    },
  };
}

/** How each network's input is normalised: mean and standard deviation of each channel, in levels. */
const LITE0 = { mean: [127, 127, 127], deviation: [128, 128, 128] };
const RESNET50 = { mean: [123.675, 116.28, 103.53], deviation: [58.395, 57.12, 57.375] };

/** RGBA → channel by channel. @param {Uint8ClampedArray} rgba @param {typeof LITE0} numbers @param {Float32Array} values */
function normalise(rgba, { mean, deviation }, values) {
  for (let channel = 0; channel < 3; channel++)
    for (let pixel = 0; pixel < SIZE ** 2; pixel++)
      values[channel * SIZE ** 2 + pixel] = (rgba[4 * pixel + channel] - mean[channel]) / deviation[channel];
}

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ ok: await measure(() => load(data)) });
  } catch (error) {
    self.postMessage({ error: String(error?.message ?? error) });
  }
};
