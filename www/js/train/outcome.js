/** What became of a run's model, in words, and a button that uses the other one. */
import { useModel } from "../history/runs.js";
import { announce } from "../page/announce.js";
import { download } from "../page/download.js";
import { openStorage } from "../page/settings.js";
import { toastError } from "../page/toasts.js";
import { count } from "../page/words.js";
import { chanceWords, comparedOn } from "./standings.js";

/** @import { EditHistory } from "../history/history.js" */
/** @import { ModelStanding, Pupil, TrainingResult } from "../../pkg/lib/index.js" */

const BEFORE_STAYS = "The model from before is in use.";
const INSTANT_STAYS = "Instant stays in use.";

/**
 * What happened and why.
 * @param {TrainingResult} result
 * @param {ModelStanding | null} standing of the model in use and the other one
 * @returns {string} empty where a run went as it should, and there is nothing to compare
 */
export function outcomeSentence(result, standing) {
  const { inUse, before } = result;
  const stays = inUse || result.why === "diverged" && before === null ? "" : before !== null ? BEFORE_STAYS : INSTANT_STAYS;
  return [notSaved(result), ended(result), figures(result, standing), stays].filter(Boolean).join(" ");
}

/**
 * @param {TrainingResult} result
 * @param {ModelStanding | null} standing
 * @param {EditHistory} history
 * @returns {HTMLElement[]}
 */
export function outcomeElements(result, standing, history) {
  const sentence = Object.assign(document.createElement("p"), { textContent: outcomeSentence(result, standing) });
  const other = result.inUse ? result.before : result.model;
  const isThere = history.pupil.project.models.some(({ id }) => id === other);
  const buttons = [
    ...(result.model === null && result.inUse ? unsavedButtons(history.pupil) : []),
    ...(sentence.textContent && other !== null && isThere ? [useOther(result, other, history)] : []),
  ];
  if (buttons.length === 0) return [sentence];
  const row = Object.assign(document.createElement("div"), { className: "row" });
  row.append(...buttons);
  return [sentence, row];
}

/** Room can be made, then the model is kept after all; or it goes into a file. @param {Pupil} pupil */
function unsavedButtons(pupil) {
  const keep = async () => {
    await pupil.models.load(await pupil.models.save());
    announce("The model is kept.");
  };
  const saveToFile = async () => {
    download(new Blob([await pupil.models.save()]), "pupil-model.safetensors");
    announce("The model is in your downloads.");
  };
  return [button("Free space", openStorage), button("Keep it now", () => keep().catch(toastError)), button("Save to a file", () => saveToFile().catch(toastError))];
}

/** @param {string} text @param {() => unknown} act */
function button(text, act) {
  const element = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: text });
  element.addEventListener("click", act);
  return element;
}

/** @param {TrainingResult} result */
function notSaved({ model, inUse }) {
  if (model !== null) return "";
  return inUse ? "Trained, but not kept: the disk is full. It works until you close this tab." : "The new model could not be saved: the disk is full.";
}

/** @param {TrainingResult} result */
function ended({ why, reason, epochs }) {
  if (why === "nothingLearnt") return `It ended after ${count(epochs.length, "epoch")}: nothing new was learnt.`;
  if (reason === "diverged") return "The steps were too large, and the numbers ran away. Set a lower learning rate under Advanced: a tenth, say.";
  if (why === "notCompared") return "It ended before the two models were compared.";
  if (reason === "stopped") return `Stopped after ${count(epochs.length, "epoch")}.`;
  return why === "otherClasses" ? "It knows the classes as they are now." : "";
}

/** The new model and the one before as they stand now. @param {TrainingResult} result @param {ModelStanding | null} standing */
function figures({ inUse }, standing) {
  if (!standing) return "";
  const { onlyInUse, onlyOther, couldBeChance } = standing;
  const [after, before] = inUse ? [standing.inUse, standing.other] : [standing.other, standing.inUse];
  const [onlyAfter, onlyBefore] = inUse ? [onlyInUse, onlyOther] : [onlyOther, onlyInUse];
  const differ = onlyInUse + onlyOther === 0 ? "" : ` (${onlyAfter} only the new one, ${onlyBefore} only the one before)`;
  return `Of ${comparedOn(standing)}, the new model gets ${after} right, the one before ${before}${differ}: ${chanceWords(onlyInUse + onlyOther, couldBeChance)}.`;
}

/** @param {TrainingResult} result @param {number} other @param {EditHistory} history */
function useOther({ inUse }, other, history) {
  return button(inUse ? "Go back" : "Use it anyway", () => useModel(history, other, inUse ? "The model from before" : "The new model").catch(toastError));
}
