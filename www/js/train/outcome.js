/** What became of a run's model, in words, and a button that uses the other one. */
import { announce } from "../page/announce.js";
import { toastError } from "../page/toasts.js";
import { count } from "../page/words.js";

/** @import { Pupil, TrainingResult } from "../../pkg/lib/index.js" */

const BEFORE_STAYS = "The model from before is in use.";

/**
 * What happened and why.
 * @param {TrainingResult} result
 * @returns {string} empty where a run went as it should, and there is nothing to compare
 */
export function outcomeSentence(result) {
  const { inUse, before } = result;
  const stays = !inUse && before !== null ? BEFORE_STAYS : "";
  return [notSaved(result), ended(result), figures(result), stays].filter(Boolean).join(" ");
}

/**
 * @param {TrainingResult} result
 * @param {Pupil} pupil
 * @returns {HTMLElement[]}
 */
export function outcomeElements(result, pupil) {
  const sentence = Object.assign(document.createElement("p"), { textContent: outcomeSentence(result) });
  const other = result.inUse ? result.before : result.model;
  const isThere = pupil.project.models.some(({ id }) => id === other);
  return sentence.textContent && other !== null && isThere ? [sentence, useOther(result, other, pupil)] : [sentence];
}

/** @param {TrainingResult} result */
function notSaved({ model, inUse }) {
  if (model !== null) return "";
  return inUse ? "Trained, but not saved: the disk is full. It works until you close this tab." : "The new model could not be saved: the disk is full.";
}

/** @param {TrainingResult} result */
function ended({ why, reason, epochs }) {
  if (why === "nothingLearnt") return `It ended after ${count(epochs.length, "epoch")}: nothing new was learnt.`;
  if (reason === "diverged") return "The steps were too large, and the numbers ran away. Set a lower learning rate under Advanced: a tenth, say.";
  if (why === "notCompared") return "It ended before the two models were compared.";
  if (reason === "stopped") return `Stopped after ${count(epochs.length, "epoch")}.`;
  return why === "otherClasses" ? "It knows the classes as they are now." : "";
}

/** @param {TrainingResult} result */
function figures({ comparison }) {
  if (!comparison) return "";
  const { pictures, before, after } = comparison;
  return `Of ${count(pictures, "picture")} that neither learnt from, the new model gets ${after} right, the one before ${before}.`;
}

/** @param {TrainingResult} result @param {number} other @param {Pupil} pupil */
function useOther({ inUse }, other, pupil) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: inUse ? "Go back" : "Use it anyway" });
  button.addEventListener("click", () => {
    pupil.models.use(other).then(() => announce(inUse ? "The model from before is in use." : "The new model is in use.")).catch(toastError);
  });
  return button;
}
