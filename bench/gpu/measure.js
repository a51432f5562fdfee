/** One row of one side, in a process of its own: node measure.js ROW SIDE. Sends what it finds to the process that started it. */
import { scratchShare } from "../browser/training.js";
import { seeded } from "./pictures.js";
import { ROWS } from "./rows.js";
import { adapterInfo, becomeWorker, dispatches } from "./worker.js";

/** Each figure comes from as many runs as fit in this time, at least one. */
const BUDGET_MS = 3000;

const [id, side] = process.argv.slice(2);
becomeWorker();
// ResNet-50's weights are random: the same ones in every process.
Math.random = seeded(1);
const found = id === "adapter" ? await adapterInfo() : await measure(/** @type {import("./rows.js").Row} */ (ROWS.find((row) => row.id === id)), side);
// Dawn would hold the process open.
process.send?.(found, () => process.exit());

/** @param {import("./rows.js").Row} row @param {string} side */
async function measure({ divisor, answers: wanted }, side) {
  const [library, backend] = side.split("-");
  // The CPU's losses are held against the GPU's, so they are of the same pictures.
  const share = await scratchShare("webgpu");
  const { rows } = await import(`./${library}.js`);
  const run = await (await rows(backend, share))[id]();
  const per = id === "scratch" ? share : divisor;
  const start = performance.now();
  const answers = [plain(await run())];
  const first = performance.now() - start;
  while (answers.length < wanted) answers.push(plain(await run()));
  const before = dispatches;
  const { times, enqueueing } = await timed(run);
  const [fastest, median, called] = [times[0], middle(times), middle(enqueueing)].map((ms) => ms / per);
  return { fastest, median, enqueueing: called, first: first / per, runs: times.length, dispatches: (dispatches - before) / times.length, answers };
}

/** Milliseconds of each run and of what it does before it first waits, ascending. @param {() => Promise<unknown>} run */
async function timed(run) {
  const [times, enqueueing] = [[], []];
  const end = performance.now() + BUDGET_MS;
  do {
    const start = performance.now();
    const result = run();
    enqueueing.push(performance.now() - start);
    await result;
    times.push(performance.now() - start);
  } while (performance.now() < end);
  for (const list of [times, enqueueing]) list.sort((a, b) => a - b);
  return { times, enqueueing };
}

/** @param {number[]} sorted */
function middle(sorted) {
  return sorted[sorted.length >> 1];
}

/** @param {import("./rows.js").Answer} answer */
function plain({ label, values }) {
  return { label, values: Array.from(values) };
}
