/**
 * Measures Pupil and TensorFlow.js on this machine's graphics card, holds Pupil's results against those of its CPU backend, prints a
 * Markdown table and writes a JSON file.
 * node bench/gpu/run.js [--out FILE] [--limit SECONDS] [--total SECONDS] [--probe]      (README.md says what is measured)
 */
import { fork } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { PEER_TOLERANCE, ROWS, difference } from "./rows.js";
import { table } from "./table.js";

const { values: options } = parseArgs({
  options: {
    out: { type: "string", default: "gpu.json" },
    limit: { type: "string", default: "60" },
    total: { type: "string", default: "400" },
    probe: { type: "boolean", default: false },
  },
});
const end = performance.now() + 1000 * Number(options.total);

const adapter = await child("adapter", "");
console.log(adapter.error ? failure(adapter) : JSON.stringify(adapter));
process.exitCode = adapter.error ? 1 : 0;
if (!adapter.error && !options.probe) {
  /** @type {any[]} */
  const rows = [];
  const report = { card: adapter.card, processor: `${cpus().length} × ${cpus()[0].model.trim()}`, node: process.version, adapter, rows };
  for (const row of ROWS) {
    rows.push(await measure(row));
    // After each row, so that nothing is lost if this is stopped.
    writeFileSync(options.out, JSON.stringify(report, null, 1));
  }
  console.log(`\n${table(report)}`);
  if (rows.some(({ agrees }) => !agrees)) process.exitCode = 1;
}

/** One row on every side. What fails on one side leaves the others be. @param {import("./rows.js").Row} row */
async function measure(row) {
  /** @type {Record<string, any>} */
  const sides = {};
  for (const side of row.sides) {
    sides[side] = await child(row.id, side);
    console.error(`${row.id} ${side}: ${sides[side].error ? failure(sides[side]) : described(sides[side])}`);
  }
  const { "pupil-webgpu": gpu, "tensorflow-webgpu": peer, "pupil-cpu": cpu } = sides;
  const off = gpu.answers && cpu.answers ? difference(gpu.answers, cpu.answers) : null;
  const apart = row.shared && gpu.answers && peer.answers ? difference(gpu.answers, peer.answers) : null;
  const agrees = off !== null && off <= row.tolerance && (apart === null || apart <= PEER_TOLERANCE);
  return { id: row.id, title: row.title, difference: off, differenceFromPeer: apart, agrees, sides: shortened(sides) };
}

/** @param {{ error: string, printed: string }} side */
function failure({ error, printed = "" }) {
  return `failed: ${error}\n${printed}`;
}

/** @param {any} side */
function described({ fastest, median, enqueueing, first, runs }) {
  const ms = (/** @type {number} */ value) => `${value.toFixed(2)} ms`;
  return `${ms(fastest)}, median ${ms(median)} of ${runs}, enqueueing ${ms(enqueueing)}, first ${ms(first)}`;
}

/** Without the embeddings, which are long: losses and scores stay. @param {Record<string, any>} sides */
function shortened(sides) {
  return JSON.parse(JSON.stringify(sides, (key, value) => (key === "values" ? value.slice(0, 8) : value)));
}

/** @param {string} id @param {string} side @returns {Promise<any>} what measure.js sends, or {error} with what it printed last */
function child(id, side) {
  const limit = Math.floor(Math.min(1000 * Number(options.limit), end - performance.now()));
  if (limit < 1000) return Promise.resolve({ error: "no time was left" });
  return new Promise((resolve) => {
    const worker = fork(new URL("measure.js", import.meta.url), [id, side], { silent: true, timeout: limit, killSignal: "SIGKILL" });
    let printed = "";
    const append = (/** @type {Buffer} */ text) => (printed = (printed + text).slice(-4000));
    worker.stdout?.on("data", append);
    worker.stderr?.on("data", append);
    worker.on("message", (found) => resolve(printed ? { ...found, printed } : found));
    worker.on("close", (code, signal) => resolve({ error: signal ? `stopped by ${signal} after ${Math.round(limit / 1000)} s or less` : `ended with ${code}`, printed }));
  });
}
