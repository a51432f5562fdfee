/** What a card says of its class: how many pictures, what comes next, and how well it is told apart. */
import { count } from "../page/words.js";

/** @import { ClassInfo, Project } from "../../pkg/lib/index.js" */

/**
 * How well a class is told apart, by what says most: Instant says it at once where there is no test set.
 * @param {Project} project
 * @param {import("../page/reports.js").Reports} reports
 * @param {number} classId
 */
export function scoreOf({ instant, asidePictures }, { scores }, classId) {
  return instant?.inUse && asidePictures.length === 0 ? instant.classes.find((each) => each.classId === classId) : scores.get(classId);
}

/**
 * "12 of 14 right; taken for daisy twice".
 * @param {Project} project
 * @param {ReturnType<typeof scoreOf>} found
 * @returns {string} empty while there is nothing to say
 */
export function scoreWords({ classes }, found) {
  if (!found || found.of === 0) return "";
  const { right, of, takenFor } = found;
  if (right === of) return of === 1 ? "1 of 1 right" : `All ${of.toLocaleString("en")} right`;
  const other = classes.find(({ id }) => id === takenFor?.classId);
  const times = takenFor?.count === 1 ? "once" : takenFor?.count === 2 ? "twice" : count(takenFor?.count ?? 0, "time");
  return `${right.toLocaleString("en")} of ${of.toLocaleString("en")} right${other ? `; taken for ${other.name} ${times}` : ""}`;
}

/** How many pictures it has, and of what kind. @param {ClassInfo} info @param {number} aside pictures for testing */
export function amount({ pictures, sources, enabled }, aside) {
  const off = enabled ? "" : " · switched off: not trained, not predicted";
  if (pictures.length === 0) return `No pictures yet${off}`;
  const from = sources === pictures.length ? "" : ` from ${count(sources, "recording")}`;
  const testing = aside > 0 ? ` · ${aside.toLocaleString("en")} for testing` : "";
  return `${count(pictures.length, "picture")}${from}${testing}${off}`;
}

/** What would help the class, once something is in it. @param {ClassInfo} info */
export function nextStep({ pictures, sources, enabled }) {
  if (!enabled || pictures.length === 0 || sources > 1) return "";
  return pictures.length === 1
    ? "A good start. Add more, so that some can be kept back to check this class."
    : "Good. Record once more, from another angle: then this class can be checked, too.";
}
