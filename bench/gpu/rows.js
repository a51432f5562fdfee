/** What is measured, and how its results are held against each other. */
import { SCRATCH, TUNED } from "../browser/training.js";

/**
 * What a run comes to: numbers that must be the same on every device, and the best label, where there is one.
 * @typedef {{ values: ArrayLike<number>, label?: string }} Answer
 */

/** Sets a row up; the result runs it once at each call. @typedef {Record<string, () => Promise<() => Promise<Answer>>>} Rows */

/**
 * @typedef {object} Row
 * @property {string} id
 * @property {string} title
 * @property {number} divisor what a run's time is divided by
 * @property {number} answers how many of the first runs are held against the CPU's
 * @property {number} tolerance how far they may be from the CPU's: the norm of the difference over the norm of the CPU's
 * @property {string[]} sides who runs it
 * @property {boolean} shared whether TensorFlow.js runs the same weights on the same pictures
 */

const TRAINING = ["pupil-webgpu", "tensorflow-webgpu", "pupil-cpu"];
const FORWARD = [...TRAINING, "fused-webgpu"];

/** How far two libraries may be apart: TensorFlow.js has batch norm in half precision. */
export const PEER_TOLERANCE = 0.05;

/** Losses are those of epochs in a row, so rounding adds up in them. @type {Row[]} */
export const ROWS = [
  { id: "forward", sides: FORWARD, shared: true, title: "Forward, one picture", divisor: 1, answers: 1, tolerance: 1e-3 },
  { id: "embed", sides: FORWARD, shared: true, title: "Embedding 16 pictures", divisor: 1, answers: 1, tolerance: 1e-3 },
  { id: "fineTune", sides: TRAINING, shared: false, title: `Fine-tuning step, ${TUNED.batch} pictures`, divisor: TUNED.pictures / TUNED.batch, answers: 3, tolerance: 1e-2 },
  { id: "scratch", sides: TRAINING, shared: false, title: `Basic CNN epoch, ${SCRATCH.pictures} pictures`, divisor: 1, answers: 3, tolerance: 1e-2 },
  { id: "resnet50", sides: FORWARD, shared: false, title: "ResNet-50 forward", divisor: 1, answers: 1, tolerance: 1e-3 },
];

/** The largest relative difference of two runs' answers; infinite if the labels differ. @param {Answer[]} ours @param {Answer[]} theirs */
export function difference(ours, theirs) {
  return Math.max(...ours.map((answer, run) => (answer.label === theirs[run].label ? relative(answer.values, theirs[run].values) : Infinity)));
}

/** ‖a − b‖ / ‖b‖. @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
function relative(a, b) {
  if (a.length !== b.length) return Infinity;
  const minus = Array.from(a, (value, index) => value - b[index]);
  return Math.hypot(...minus) / Math.hypot(...Array.from(b));
}
