/** The screen while Pupil starts: what is happening, and how far it is. */
import { byId, part } from "./template.js";
import { size } from "./words.js";

/** @import { Progress } from "../../pkg/lib/index.js" */

/** @type {Record<Progress["stage"], string>} */
const STAGES = {
  download: "Fetching the program and its network.",
  compile: "Preparing the network for this device.",
  measure: "Measuring what is faster here, the graphics card or the processor.",
  restore: "Bringing back your classes and pictures.",
  embed: "Looking at your pictures with another network.",
  pictures: "Reading pictures.",
  review: "Looking for pictures that deserve a second look.",
};

/** The page may not be there yet when Pupil is started. */
const screen = () => byId("start", HTMLElement);

/** @param {Progress} progress */
export function startingWords({ stage, done, total }) {
  const amount = stage === "download" ? ` ${size(done)}${total > 0 ? ` of ${size(total)}` : ""}.` : "";
  return STAGES[stage] + amount;
}

/** @param {Progress} progress */
export function showStarting(progress) {
  if (screen().role === "alert") return; // it says why there will be no page
  const { done, total } = progress;
  const bar = part(screen(), "bar", HTMLProgressElement);
  part(screen(), "text", HTMLElement).textContent = startingWords(progress);
  if (total > 0) [bar.max, bar.value] = [total, done];
  else bar.removeAttribute("value");
}

export function endStart() {
  screen().hidden = true;
  byId("columns", HTMLElement).hidden = byId("evaluate", HTMLElement).hidden = false;
}
