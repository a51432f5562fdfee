/** The least page that predicts with TensorFlow.js: ?backend=wasm or ?backend=webgpu. Notes the time of its first prediction. */
import { lite0 } from "./fused.js";
import { preprocess } from "./network.js";
import { picture } from "./picture.js";

const backend = new URLSearchParams(location.search).get("backend");
const weights = fetch("/lite0.f16").then((response) => response.arrayBuffer());
for (const part of ["core", `backend-${backend}`]) await loadScript(`/tfjs/${part}.js`);
tf.wasm?.setWasmPaths("/tfjs/");
await tf.setBackend(backend);
const { classify } = lite0(tf, await weights);
const scores = await classify(tf.expandDims(preprocess(tf, picture()))).data();
document.body.textContent = `class ${scores.indexOf(Math.max(...scores))}`;
window.firstPredictionMs = performance.now();

function loadScript(src) {
  return new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement("script"), { src, onload: resolve, onerror: reject, async: false }));
  });
}
