/**
 * Measures Pupil against its peers in one Chromium, in turn, and prints a Markdown table for each backend.
 * node bench/run.js [--rounds N] [--backend CPU|WebGPU] [--plain-simd] [--real-gpu]     (README.md says what is measured)
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { firstPrediction, launch, runWorker } from "./browser.js";
import { JPEG, PNG } from "./browser/pupil-page.js";
import { ISOLATED, Server } from "./server.js";
import { backends as allBackends } from "./sides.js";
import { table } from "./table.js";

/** @import { Browser } from "playwright-core" */
/** @import { Answer } from "./browser/measure.js" */
/** @import { Side } from "./sides.js" */
/** @import { Figures } from "./table.js" */

const BENCH = fileURLToPath(new URL(".", import.meta.url));
const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Least cosine between two sides' embeddings of the picture: TensorFlow.js has batch norm in half precision. */
const MIN_COSINE = 0.999;

/** @typedef {{ browser: Browser, server: Server, origin: string, isolatedServer: Server, isolatedOrigin: string }} Stage */

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    backend: { type: "string" },
    "plain-simd": { type: "boolean", default: false },
    "real-gpu": { type: "boolean", default: false },
  },
});
const backends = allBackends(!options["plain-simd"]).filter(({ title }) => (options.backend ?? title) === title);
if (!backends.length) throw new Error(`there is no backend ${options.backend}: choose CPU or WebGPU`);
install();
const { onnxFiles, onnxRuntimeFiles, tensorFlowFiles } = await import("./files.js"); // it imports what has just been installed
const stage = await open(options["real-gpu"]);
try {
  await rehearse(stage);
  /** @type {Figures[][][]} */
  const rounds = backends.map(() => []);
  for (let round = 1; round <= Number(options.rounds); round++)
    for (const [index, { title, sides }] of backends.entries()) {
      console.error(`round ${round}: ${title}`);
      rounds[index].push(await compare(stage, sides, round));
    }
  console.log(machine(stage.browser.version(), options["real-gpu"]));
  backends.forEach(({ title, sides }, index) => console.log(`\n${table(title, sides.map(({ name }) => name), rounds[index])}`));
} finally {
  await stage.browser.close();
  stage.server.close();
  stage.isolatedServer.close();
}

function install() {
  if (!existsSync(`${ROOT}/dist/index.html`)) throw new Error("dist/ is missing: run `cargo xtask dist` first");
  if (!existsSync(`${BENCH}/node_modules/onnxruntime-web`)) execFileSync("npm", ["ci"], { cwd: BENCH, stdio: "inherit" });
}

/** @param {boolean} realGpu @returns {Promise<Stage>} */
async function open(realGpu) {
  const files = { ...tensorFlowFiles(readFileSync(`${ROOT}/assets/efficientnet_lite0.safetensors`)), ...onnxRuntimeFiles() };
  const folders = { bench: `${BENCH}/browser`, package: `${ROOT}/pkg`, page: `${ROOT}/dist` };
  const [server, isolatedServer] = [new Server(folders, files), new Server(folders, files, ISOLATED)];
  const [origin, isolatedOrigin] = [await server.listen(), await isolatedServer.listen()];
  const browser = await launch(realGpu);
  Object.assign(files, await onnxFiles(browser, origin));
  return { browser, server, origin, isolatedServer, isolatedOrigin };
}

/** Opens each page once, unmeasured: the server compresses what it has not served yet. @param {Stage} stage */
async function rehearse(stage) {
  for (const { sides } of backends) for (const side of sides) if (side.page) await navigate(stage, side);
}

/** One round of one backend: the figures of all sides. Who goes first alternates. @param {Stage} stage @param {Side[]} sides @param {number} round */
async function compare(stage, sides, round) {
  /** @type {Map<Side, { answer: Answer, figures: Figures }>} */
  const results = new Map();
  for (const side of round % 2 ? sides : sides.toReversed()) results.set(side, await measure(stage, side));
  const all = sides.map((side) => /** @type {{ answer: Answer, figures: Figures }} */ (results.get(side)));
  for (const { answer } of all) checkSame(all[0].answer, answer);
  return all.map(({ figures }) => figures);
}

/** @param {Stage} stage @param {Side} side @returns {Promise<{ answer: Answer, figures: Figures }>} */
async function measure(stage, side) {
  const origin = side.isolated ? stage.isolatedOrigin : stage.origin;
  const { answer, ms } = await runWorker(stage.browser, origin, side);
  return { answer, figures: side.page ? { ...ms, ...(await navigate(stage, side)) } : ms };
}

/** @param {Stage} stage @param {Side} side */
async function navigate({ browser, server, origin }, { page, worker }) {
  const isOurs = worker === "pupil-worker.js";
  const first = (/** @type {typeof JPEG} */ picture) => firstPrediction(browser, `${origin}/${page}`, isOurs ? picture : undefined);
  const png = await first(PNG);
  server.bytes = 0;
  return { png, navigation: await first(JPEG), bytes: server.bytes };
}

/** All sides must run the same network on the same picture. @param {Answer} ours @param {Answer} theirs */
function checkSame(ours, theirs) {
  const labelled = theirs.score === undefined || (ours.label === theirs.label && Math.abs(Number(ours.score) - theirs.score) < 0.02);
  const alike = cosine(ours.embedding, theirs.embedding);
  if (labelled && alike >= MIN_COSINE) return;
  const [one, other] = [ours, theirs].map(({ label, score }) => ({ label, score }));
  throw new Error(`two sides disagree: ${JSON.stringify({ one, other, alike })}`);
}

/** @param {number[]} a @param {number[]} b */
function cosine(a, b) {
  const product = a.reduce((sum, value, index) => sum + value * b[index], 0);
  return product / Math.hypot(...a) / Math.hypot(...b);
}

/** @param {string} version @param {boolean} realGpu */
function machine(version, realGpu) {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const gpu = realGpu ? "WebGPU on its graphics card" : "WebGPU in software (SwiftShader, on the same processor)";
  return `${processors.length} × ${processors[0].model.trim()}, ${memory} GiB, Chromium ${version} headless, ${gpu}; ${options.rounds} rounds.`;
}
