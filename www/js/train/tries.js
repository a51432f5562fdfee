/** What may be better than the model in use, tried one after another, from what takes least. */
import { networkName } from "../networks/names.js";
import { toastError } from "../page/toasts.js";
import { roughTime } from "../page/words.js";
import { nameOf } from "./method.js";
import { chanceWords, comparedOn } from "./standings.js";

/** @import { MeasuredOn, ModelComparison, ModelStanding, Pupil, TrainingResult, TrainingSettings } from "../../pkg/lib/index.js" */

/**
 * @typedef {object} Trying
 * @property {Pupil} pupil
 * @property {import("./standings.js").Standings} standings
 * @property {() => Promise<TrainingResult | null>} train runs one training; null if it failed
 * @property {number} deadline by `performance.now`
 * @property {AbortSignal} stop
 * @property {(words: string) => void} say how far it is
 *
 * @typedef {{ words: string, goesOn: boolean }} Tried what it brought; empty words where it is not to be had
 */

/** The network that is tried, where the default one is in use. */
const [DEFAULT, LARGER] = ["efficientnet_lite0", "efficientnet_lite2"];

/** How Instant is called where it learns from variations, too. */
export const VARIED = "Instant with variations";

/** Variations of each picture. */
const VIEWS = 5;

const NOT_FAR = "it did not get far in this time";

/** @type {((trying: Trying) => Promise<Tried>)[]} */
export const TRIES = [
  tryNetwork,
  tryViews,
  (trying) => tryMethod(trying, { method: "fineTune", unfrozenBlocks: 3 }),
];

/** @param {Trying} trying @returns {Promise<Tried>} */
async function tryNetwork({ pupil, deadline, stop, say }) {
  const { project } = pupil;
  const name = networkName(LARGER);
  if (project.architecture !== DEFAULT || !project.backbones.some(({ id }) => id === LARGER)) return { words: "", goesOn: true };
  const networks = await pupil.networks.list();
  const pictures = project.classes.reduce((sum, each) => sum + each.pictures.length, 0);
  const expected = pictures * (networks.find(({ architecture }) => architecture === LARGER)?.expectedMs ?? 0);
  const left = deadline - performance.now();
  if (expected > left) return { words: `${name}: not tried, it would take ${roughTime(expected)}`, goesOn: true };
  const before = inUseName(pupil);
  const end = AbortSignal.any([stop, AbortSignal.timeout(left)]);
  try {
    const { comparison, measuredOn } = await pupil.networks.useIfBetter(LARGER, {
      signal: end,
      onProgress: ({ stage, done, total }) => say(stage === "embed" ? `Trying ${name}: ${done} of ${total} pictures.` : `Fetching ${name}.`),
    });
    return { words: trialWords(name, before, measuredOn, comparison), goesOn: true };
  } catch (error) {
    if (!end.aborted) throw error;
    return { words: `${name}: ${NOT_FAR}`, goesOn: false };
  }
}

/** @param {Trying} trying @returns {Promise<Tried>} */
async function tryViews({ pupil, deadline, stop, say }) {
  const { instant, instantViews } = pupil.project;
  if (!instant?.inUse || instantViews) return { words: "", goesOn: true };
  const expected = VIEWS * instant.pictures * pupil.backend.frameMs;
  const left = deadline - performance.now();
  if (expected > left) return { words: `${VARIED}: not tried, it would take ${roughTime(expected)}`, goesOn: true };
  const end = AbortSignal.any([stop, AbortSignal.timeout(left)]);
  try {
    const { measuredOn, comparison } = await pupil.instant.useViewsIfBetter({
      signal: end,
      onProgress: ({ done, total }) => say(`Varying the pictures: ${done} of ${total}.`),
    });
    return { words: trialWords(VARIED, "Instant", measuredOn, comparison), goesOn: true };
  } catch (error) {
    if (!end.aborted) throw error;
    return { words: `${VARIED}: ${NOT_FAR}`, goesOn: false };
  }
}

/** What a trial brought that ended by itself. @param {string} name @param {string} before @param {MeasuredOn} measuredOn @param {ModelComparison | null} comparison */
function trialWords(name, before, measuredOn, comparison) {
  if (!comparison) return `${name}: there was no picture to compare by`;
  const { pictures, before: inUse, after: other, onlyBefore: onlyInUse, onlyAfter: onlyOther, couldBeChance } = comparison;
  return found(name, before, { measuredOn, pictures, inUse, other, onlyInUse, onlyOther, couldBeChance });
}

/** @param {Trying} trying @param {Pick<TrainingSettings, "method" | "unfrozenBlocks">} tried @returns {Promise<Tried>} */
async function tryMethod({ pupil, standings, train, deadline }, { method, unfrozenBlocks }) {
  const left = deadline - performance.now();
  const { validationFraction, seed } = pupil.project.settings;
  await pupil.training.setMethod(method);
  await pupil.training.set({ unfrozenBlocks, validationFraction, seed });
  const before = inUseName(pupil);
  let inTime = true;
  const timer = setTimeout(() => ((inTime = false), void pupil.training.stop().catch(toastError)), left);
  const result = await train();
  clearTimeout(timer);
  if (!result) return { words: "", goesOn: false };
  return { words: await runWords(nameOf(method), before, result, standings), goesOn: inTime && result.reason !== "stopped" };
}

/** @param {string} name @param {string} before @param {TrainingResult} result @param {import("./standings.js").Standings} standings */
async function runWords(name, before, result, standings) {
  if (["nothingLearnt", "diverged", "notCompared"].includes(result.why)) return `${name}: ${NOT_FAR}`;
  const isStored = result.inUse || result.model !== null;
  const standing = isStored ? await standings.get(result.inUse ? result.before : result.model) : null;
  if (!standing) return `${name}: there was no picture to compare by`;
  return found(name, before, result.inUse ? turned(standing) : standing);
}

/** The other one in use. @param {ModelStanding} standing @returns {ModelStanding} */
function turned({ inUse, other, onlyInUse, onlyOther, ...rest }) {
  return { ...rest, inUse: other, other: inUse, onlyInUse: onlyOther, onlyOther: onlyInUse };
}

/** "Fine-tune: 47 right of 50 pictures in your test set, Instant on the same: 41". @param {string} name @param {string} before @param {ModelStanding} standing */
function found(name, before, standing) {
  const { inUse, other, onlyInUse, onlyOther, couldBeChance } = standing;
  return `${name}: ${other} right of ${comparedOn(standing)}, ${before} on the same: ${inUse} (${chanceWords(onlyInUse + onlyOther, couldBeChance)})`;
}

/** @param {Pupil} pupil */
function inUseName({ project }) {
  return nameOf(project.trained?.method ?? "instant");
}
