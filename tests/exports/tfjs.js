/**
 * Runs exports in Teachable Machine's library on TensorFlow.js, and compares with what Pupil answered.
 * Run: node tfjs.js <folder that `PUPIL_EXPORTS=<folder> cargo test --test exports` has filled>
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { decodePng } from "../npm/png.js";

// What the library asks of a browser: a canvas on which a square of the right size is drawn as it is.
globalThis.HTMLVideoElement = class {};
globalThis.document = { createElement: () => new Canvas() };

class Canvas {
  width = 0;
  height = 0;
  getContext() {
    return { drawImage: (picture) => (this.data = picture.data), scale() {} };
  }
}

const tf = await import("@tensorflow/tfjs");
const { load } = await import("@teachablemachine/image");

/** The files as the library fetches them. @param {string} folder */
function served(folder) {
  globalThis.fetch = async (url) => new Response(readFileSync(join(folder, new URL(url).pathname)));
  tf.env().platform.fetch = globalThis.fetch;
  return "http://localhost";
}

/** The largest difference of a probability. @param {string} folder */
async function difference(folder) {
  const address = served(folder);
  const model = await load(`${address}/model.json`, `${address}/metadata.json`);
  const check = JSON.parse(readFileSync(join(folder, "check.json"), "utf8"));
  const { width, height, rgba } = decodePng(readFileSync(join(folder, check.picture)));
  const answers = await model.predict({ width, height, data: Uint8Array.from(rgba) });
  if (answers.map(({ className }) => className).join() !== check.labels.join()) return Infinity;
  return { worst: Math.max(...answers.map(({ probability }, index) => Math.abs(probability - check.probabilities[index]))), tolerance: check.tolerance };
}

const [, , root] = process.argv;
for (const name of readdirSync(root).filter((each) => statSync(join(root, each)).isDirectory()).sort()) {
  const folder = join(root, name, "tfjs");
  if (!existsSync(folder)) {
    console.log(`${name}: not in this format`);
    continue;
  }
  const { worst, tolerance } = await difference(folder);
  console.log(`${name}: ${worst.toExponential(2)}`);
  if (!(worst <= tolerance)) process.exitCode = 1;
}
