/** Says in words where Pupil computes, how fast, and why there. */
import { startingWords } from "./start.js";
import { byId, part } from "./template.js";
import { duration } from "./words.js";

/** @import { BackendInfo, Pupil } from "../../pkg/lib/index.js" */

/** Why WebGPU is not used. @type {Record<string, string>} */
const REFUSED = {
  missing: "this browser offers no WebGPU",
  fallback: "WebGPU has no graphics card here, only the processor",
  noTimestampQuery: "this browser’s WebGPU cannot measure its own time",
  slower: "WebGPU is slower here",
  failed: "WebGPU failed here",
  lost: "the graphics card was lost",
};

/** Why this backend. @type {Record<BackendInfo["reason"], string>} */
const REASONS = {
  asked: "You asked for it.",
  faster: "It is the faster one here.",
  only: "It is the only one here.",
  remembered: "It was the faster one when last measured.",
  recovered: "Pupil went on with it after the other one failed.",
  starting: "Pupil is getting ready.",
};

/**
 * "WebGPU · Intel Arc · 12 ms a frame"
 * @param {BackendInfo} info
 */
export function engineLine({ backend, adapter, frameMs }) {
  const name = backend === "webgpu" ? "WebGPU" : "CPU";
  return [name, adapter, `${duration(frameMs)} a frame`].filter(Boolean).join(" · ");
}

/**
 * The line, and why it is so.
 * @param {BackendInfo} info
 */
export function engineReason(info) {
  if (info.reason === "starting") return REASONS.starting;
  const { measured, webgpuRefused, reason } = info;
  const times = [measured.webgpu && `WebGPU ${duration(measured.webgpu)}`, measured.cpu && `CPU ${duration(measured.cpu)}`].filter(Boolean);
  const refusal = webgpuRefused && info.backend === "cpu" ? ` (${REFUSED[webgpuRefused] ?? webgpuRefused})` : "";
  const measurements = times.length > 1 ? ` Measured: ${times.join(", ")} a frame.` : "";
  return `Now: ${engineLine(info)}. ${REASONS[reason].replace(/\.$/, "")}${refusal}.${measurements}`;
}

/** Shows the Preview's line, and updates it. @param {Pupil} pupil */
export function showEngine(pupil) {
  const element = byId("engine", HTMLElement);
  const text = part(element, "text", HTMLElement);
  const isStarting = () => pupil.backend.reason === "starting";
  const show = () => (text.textContent = isStarting() ? REASONS.starting : engineLine(pupil.backend));
  pupil.addEventListener("backend", show);
  pupil.addEventListener("progress", ({ detail }) => isStarting() && (text.textContent = startingWords(detail)));
  show();
}
