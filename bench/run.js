/**
 * Measures Pupil against TensorFlow.js in one Chromium, in turn, and prints a Markdown table.
 * node bench/run.js [--rounds N] [--real-gpu]     (README.md says what is measured)
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { firstPrediction, launch, runWorker } from "./browser.js";
import { visit } from "./browser/pupil-page.js";
import { Server } from "./server.js";
import { table } from "./table.js";
import { toTensorFlow } from "./weights.js";

const BENCH = fileURLToPath(new URL(".", import.meta.url));
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PAIRS = [
  { title: "CPU", ours: "cpu", theirs: "wasm", peer: "TensorFlow.js 4.22 wasm, SIMD" },
  { title: "WebGPU", ours: "webgpu", theirs: "webgpu", peer: "TensorFlow.js 4.22 WebGPU" },
];

/** @typedef {{ browser: import("playwright-core").Browser, server: Server, origin: string }} Stage */

const { values: options } = parseArgs({ options: { rounds: { type: "string", default: "5" }, "real-gpu": { type: "boolean", default: false } } });
install();
const stage = await open(options["real-gpu"]);
try {
  await rehearse(stage);
  /** @type {{ ours: import("./table.js").Figures, theirs: import("./table.js").Figures }[][]} */
  const rounds = PAIRS.map(() => []);
  for (let round = 1; round <= Number(options.rounds); round++)
    for (const [index, pair] of PAIRS.entries()) {
      console.error(`round ${round}: ${pair.title}`);
      rounds[index].push(await compare(stage, pair, round));
    }
  console.log(machine(stage.browser.version(), options["real-gpu"]));
  PAIRS.forEach(({ title, peer }, index) => console.log(`\n${table(title, peer, rounds[index])}`));
} finally {
  await stage.browser.close();
  stage.server.close();
}

function install() {
  if (!existsSync(`${ROOT}/dist/index.html`)) throw new Error("dist/ is missing: run `cargo xtask dist` first");
  if (!existsSync(`${BENCH}/node_modules/@tensorflow`)) execFileSync("npm", ["ci"], { cwd: BENCH, stdio: "inherit" });
}

/** @param {boolean} realGpu @returns {Promise<Stage>} */
async function open(realGpu) {
  const { weights, labels } = toTensorFlow(readFileSync(`${ROOT}/assets/efficientnet_lite0.safetensors`));
  const files = { "/lite0.f16": Buffer.from(weights.buffer), "/labels.json": Buffer.from(JSON.stringify(labels)), ...peerFiles() };
  const server = new Server({ bench: `${BENCH}/browser`, page: `${ROOT}/dist` }, files);
  return { browser: await launch(realGpu), server, origin: await server.listen() };
}

/** TensorFlow.js's smallest files for today's browsers. */
function peerFiles() {
  const read = (/** @type {string} */ path) => readFileSync(`${BENCH}/node_modules/@tensorflow/${path}`);
  const scripts = ["core", "layers", "backend-wasm", "backend-webgpu"].map((part) => [
    `/tfjs/${part}.js`,
    read(`tfjs-${part}/dist/tf-${part}.es2017.min.js`),
  ]);
  const simd = "tfjs-backend-wasm-simd.wasm";
  return { ...Object.fromEntries(scripts), [`/tfjs/${simd}`]: read(`tfjs-backend-wasm/dist/${simd}`) };
}

/** Opens each page once, unmeasured: the server compresses what it has not served yet. @param {Stage} stage */
async function rehearse({ browser, origin }) {
  await firstPrediction(browser, `${origin}/page/index.html?backend=cpu`, visit);
  for (const { theirs } of PAIRS) await firstPrediction(browser, `${origin}/bench/tfjs-page.html?backend=${theirs}`);
}

/** One round of one backend. Who goes first alternates. @param {Stage} stage @param {typeof PAIRS[number]} pair @param {number} round */
async function compare(stage, pair, round) {
  const sides = /** @type {const} */ (["ours", "theirs"]);
  /** @type {Record<string, any>} */
  const results = {};
  for (const side of round % 2 ? sides : sides.toReversed())
    results[side] = side === "ours" ? await measureOurs(stage, pair.ours) : await measureTheirs(stage, pair.theirs);
  checkSame(results.ours.answer, results.theirs.answer);
  return { ours: results.ours.figures, theirs: results.theirs.figures };
}

/** @param {Stage} stage @param {string} backend */
async function measureOurs({ browser, server, origin }, backend) {
  const { answer, ms } = await runWorker(browser, origin, { worker: "pupil-worker.js", type: "module", backend });
  server.bytes = 0;
  const navigation = await firstPrediction(browser, `${origin}/page/index.html?backend=${backend}`, visit);
  return { answer, figures: { ...ms, navigation, bytes: server.bytes } };
}

/** @param {Stage} stage @param {string} backend */
async function measureTheirs({ browser, server, origin }, backend) {
  const { answer, ms } = await runWorker(browser, origin, { worker: "tfjs-worker.js", type: "classic", backend });
  server.bytes = 0;
  const navigation = await firstPrediction(browser, `${origin}/bench/tfjs-page.html?backend=${backend}`);
  return { answer, figures: { ...ms, navigation, bytes: server.bytes } };
}

/** Both sides must run the same network on the same picture. @typedef {{ label: string, score: number }} Answer @param {Answer} ours @param {Answer} theirs */
function checkSame(ours, theirs) {
  if (ours.label === theirs.label && Math.abs(ours.score - theirs.score) < 0.02) return;
  throw new Error(`the sides disagree: ${JSON.stringify({ ours, theirs })}`);
}

/** @param {string} version @param {boolean} realGpu */
function machine(version, realGpu) {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const gpu = realGpu ? "WebGPU on its graphics card" : "WebGPU in software (SwiftShader, on the same processor)";
  return `${processors.length} × ${processors[0].model.trim()}, ${memory} GiB, Chromium ${version} headless, ${gpu}; ${options.rounds} rounds.`;
}
