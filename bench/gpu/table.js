/** The report as a Markdown table. */

/** @param {{ card: string, processor: string, node: string, adapter: { roundTripMs: number }, rows: any[] }} report */
export function table({ card, processor, node, adapter, rows }) {
  return [
    `${card}; ${processor}; Node.js ${node}. Milliseconds, fastest of the runs that fit in 3 s (median); an empty round trip takes ${digits(adapter.roundTripMs)}.`,
    "",
    "| | Pupil, WebGPU | dispatches | TensorFlow.js, WebGPU | dispatches | Pupil / TensorFlow.js | Pupil, CPU | off the CPU's results | off TensorFlow.js's |",
    "|---|---|---|---|---|---|---|---|---|",
    ...rows.map(line),
  ].join("\n");
}

/** @param {any} row */
function line({ title, difference, differenceFromPeer, agrees, sides: { "pupil-webgpu": ours, "tensorflow-webgpu": theirs, "pupil-cpu": cpu } }) {
  const ratio = ours.error || theirs.error ? "–" : (ours.fastest / theirs.fastest).toFixed(2);
  const cells = [title, time(ours), ours.dispatches ?? "–", time(theirs), theirs.dispatches ?? "–", ratio, time(cpu), off(difference), off(differenceFromPeer)];
  return `| ${cells.join(" | ")} |${agrees ? "" : " **differs or failed**"}`;
}

/** @param {any} side */
function time({ error, fastest, median }) {
  return error ? "failed" : `${digits(fastest)} (${digits(median)})`;
}

/** @param {number | null} difference */
const off = (difference) => difference?.toExponential(1) ?? "–";

const digits = (/** @type {number} */ ms) => (ms < 100 ? ms.toPrecision(3) : Math.round(ms));
