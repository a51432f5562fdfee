/** The report as a Markdown table. */

/** @param {{ card: string, processor: string, node: string, adapter: { roundTripMs: number }, rows: any[] }} report */
export function table({ card, processor, node, adapter, rows }) {
  return [
    `${card}; ${processor}; Node.js ${node}. Milliseconds, fastest of the runs that fit in 3 s (median, kernels started); an empty round trip takes ${digits(adapter.roundTripMs)}.`,
    "",
    "| | Pupil, WebGPU | TensorFlow.js, layers | TensorFlow.js, fused | Pupil / the faster TensorFlow.js | Pupil, CPU | off the CPU's results | off TensorFlow.js's |",
    "|---|---|---|---|---|---|---|---|",
    ...rows.map(line),
  ].join("\n");
}

/** @param {any} row */
function line({ title, difference, differenceFromPeer, agrees, sides }) {
  const { "pupil-webgpu": ours, "tensorflow-webgpu": layers, "fused-webgpu": fused, "pupil-cpu": cpu } = sides;
  const peer = Math.min(layers.fastest ?? Infinity, fused?.fastest ?? Infinity);
  const ratio = Number.isFinite(peer) && ours.fastest ? (ours.fastest / peer).toFixed(2) : "–";
  const cells = [title, time(ours), time(layers), fused ? time(fused) : "–", ratio, time(cpu), off(difference), off(differenceFromPeer)];
  return `| ${cells.join(" | ")} |${agrees ? "" : " **differs or failed**"}`;
}

/** @param {any} side */
function time({ error, fastest, median, dispatches }) {
  return error ? "failed" : `${digits(fastest)} (${digits(median)}${dispatches ? `, ${Math.round(dispatches)}` : ""})`;
}

/** @param {number | null} difference */
const off = (difference) => difference?.toExponential(1) ?? "–";

const digits = (/** @type {number} */ ms) => (ms < 100 ? ms.toPrecision(3) : Math.round(ms));
