/** The screen while Pupil starts: what is happening, and how far it is. */
import { byId, part } from "./template.js";
import { size } from "./words.js";

/** @import { Progress } from "../../pkg/lib/index.js" */

/** @type {Record<Progress["stage"], string>} */
const STAGES = {
  download: "Fetching the network.",
  compile: "Preparing the network for this device.",
  measure: "Measuring what is faster here, the graphics card or the processor.",
  restore: "Bringing back your classes and pictures.",
  embed: "Looking at your pictures with another network.",
  pictures: "Reading pictures.",
  review: "Looking for pictures that deserve a second look.",
};

const screen = byId("start", HTMLElement);
const bar = part(screen, "bar", HTMLProgressElement);

/** @param {Progress} progress */
export function showStarting({ stage, done, total }) {
  const amount = stage === "download" && total > 0 ? ` ${size(done)} of ${size(total)}.` : "";
  part(screen, "text", HTMLElement).textContent = STAGES[stage] + amount;
  if (total > 0) [bar.max, bar.value] = [total, done];
  else bar.removeAttribute("value");
}

export function endStart() {
  screen.hidden = true;
  byId("columns", HTMLElement).hidden = byId("evaluate", HTMLElement).hidden = false;
}
