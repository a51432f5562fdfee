/** Who is measured on which backend: Pupil, and its peers. */

/**
 * @typedef {object} Side
 * @property {string} name
 * @property {string} worker the file that measures it
 * @property {"module" | "classic"} type
 * @property {Record<string, string | number | boolean>} subject what the worker takes
 * @property {boolean} [isolated] whether its page is cross-origin isolated, as threads need
 * @property {string} [page] the page whose first prediction is timed, from the server's root
 */

const PUPIL = { name: "Pupil", worker: "pupil-worker.js", type: "module" };
const TENSORFLOW = { worker: "tfjs-worker.js", type: "classic" };
const ONNX = { worker: "ort-worker.js", type: "module" };

/**
 * The first of each is Pupil.
 * @param {boolean} relaxed whether Pupil uses relaxed SIMD, which its page does wherever the browser has it
 * @returns {{ title: string, sides: Side[] }[]}
 */
export const backends = (relaxed) => [
  {
    title: "CPU",
    sides: [
      { ...PUPIL, subject: { backend: "cpu", relaxed }, page: "page/index.html?backend=cpu" },
      { ...TENSORFLOW, name: "TensorFlow.js, fused", subject: { backend: "wasm", form: "fused" }, page: "bench/tfjs-page.html?backend=wasm" },
      { ...TENSORFLOW, name: "TensorFlow.js, layers", subject: { backend: "wasm", form: "layers" } },
      { ...ONNX, name: "onnxruntime-web, one thread", subject: { backend: "wasm", threads: 1 } },
      { ...ONNX, name: "onnxruntime-web, threads", subject: { backend: "wasm", threads: 0 }, isolated: true },
    ],
  },
  {
    title: "WebGPU",
    sides: [
      { ...PUPIL, subject: { backend: "webgpu", relaxed }, page: "page/index.html?backend=webgpu" },
      { ...TENSORFLOW, name: "TensorFlow.js, fused", subject: { backend: "webgpu", form: "fused" }, page: "bench/tfjs-page.html?backend=webgpu" },
      { ...TENSORFLOW, name: "TensorFlow.js, layers", subject: { backend: "webgpu", form: "layers" } },
      { ...ONNX, name: "onnxruntime-web", subject: { backend: "webgpu", threads: 1 } },
    ],
  },
];
