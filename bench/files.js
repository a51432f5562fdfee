/** What both sides are served beside the pages: the network for each library, and the libraries. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { unzipSync } from "fflate";
import { toTensorFlow } from "./weights.js";

/** In the export: the network that takes normalised numbers. */
const PLAIN = "model-plain.onnx";
const MODULES = fileURLToPath(new URL("node_modules", import.meta.url));

/** TensorFlow.js's smallest files for today's browsers, and Pupil's weights for it. @param {Buffer} weightsFile */
export function tensorFlowFiles(weightsFile) {
  const { weights, labels } = toTensorFlow(weightsFile);
  const read = (/** @type {string} */ path) => readFileSync(`${MODULES}/@tensorflow/${path}`);
  const scripts = ["core", "layers", "backend-wasm", "backend-webgpu"].map((part) => [`/tfjs/${part}.js`, read(`tfjs-${part}/dist/tf-${part}.es2017.min.js`)]);
  const simd = "tfjs-backend-wasm-simd.wasm";
  return {
    "/lite0.f16": Buffer.from(weights.buffer),
    "/labels.json": Buffer.from(JSON.stringify(labels)),
    ...Object.fromEntries(scripts),
    [`/tfjs/${simd}`]: read(`tfjs-backend-wasm/dist/${simd}`),
  };
}

/** onnxruntime-web's files for the wasm backend and for WebGPU. */
export function onnxRuntimeFiles() {
  const names = ["ort.wasm.min.mjs", "ort.webgpu.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm", "ort-wasm-simd-threaded.asyncify.mjs", "ort-wasm-simd-threaded.asyncify.wasm"];
  return Object.fromEntries(names.map((name) => [`/ort/${name}`, readFileSync(`${MODULES}/onnxruntime-web/dist/${name}`)]));
}

/**
 * The networks as Pupil exports them.
 * @param {import("playwright-core").Browser} browser @param {string} origin
 */
export async function onnxFiles(browser, origin) {
  const page = await browser.newPage();
  try {
    await page.goto(`${origin}/bench/blank.html`);
    const files = /** @type {Record<string, Buffer>} */ ({});
    for (const network of ["lite0", "resnet50"]) {
      const downloading = page.waitForEvent("download", { timeout: 300_000 }); // it is too large for the protocol's messages
      await page.evaluate(async (name) => (await import("/bench/onnx-page.js")).download(name), network);
      const zip = readFileSync(await (await downloading).path());
      files[`/${network}.onnx`] = Buffer.from(unzipSync(zip, { filter: ({ name }) => name === PLAIN })[PLAIN]);
    }
    return files;
  } finally {
    await page.close();
  }
}
