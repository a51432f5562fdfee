/** What the model in use has learnt from, in a sentence, and what is there that it has not. */
import { count, list } from "../page/words.js";

/** @import { Method, Project, TrainedInfo } from "../../pkg/lib/index.js" */

/** What was done with each method. @type {Record<Method | "instant", string>} */
const DONE = {
  instant: "Learnt",
  denseHead: "A dense head was trained",
  augmentedHead: "A dense head was trained on variations",
  fineTune: "Fine-tuned",
  scratch: "Trained from scratch",
};

/** What fine-tuning began with. */
const BEGUN = { instant: "Instant’s head", denseHead: "a dense head" };

/** @typedef {{ text: string, outdated: boolean }} Badge */

/** @param {Project} project @param {boolean} onPress whether Instant learns only when it is asked to */
export function stateSentence(project, onPress) {
  const { trained, instant, cannotTrain } = project;
  if (!trained) return cannotTrain?.message ?? (onPress ? "Everything is there." : "Learning …");
  const learnt = instant?.inUse ? instantSentence(project, onPress) : trainedSentence(trained, project);
  return [learnt, leftOut(project, emptyClassIds(project).filter((id) => !trained.classIds.includes(id)))].filter(Boolean).join(" ");
}

/** @param {Project} project @param {boolean} onPress @returns {Badge | null} */
export function badge({ trained, instant, needsTraining }, onPress) {
  if (!trained) return null;
  if (!instant?.inUse) return needsTraining ? { text: "Needs training", outdated: true } : { text: "Up to date", outdated: false };
  if (instant.upToDate) return { text: "Up to date", outdated: false };
  return onPress ? { text: "Not up to date", outdated: true } : { text: "Learning", outdated: false };
}

/** How many pictures there are to learn from. @param {Project} project */
export function picturesToLearnFrom(project) {
  return toLearnFrom(project).reduce((sum, { pictures }) => sum + pictures, 0);
}

/** That these classes are left out, and why. @param {Project} project @param {number[]} ids @returns {string} empty without any */
export function leftOut({ classes }, ids) {
  const names = classes.filter(({ id }) => ids.includes(id)).map(({ name }) => `“${name}”`);
  if (names.length === 0) return "";
  return `${list(names)} ${names.length === 1 ? "has no pictures to learn from and is" : "have no pictures to learn from and are"} left out.`;
}

/** The classes in use, and how many pictures each has to learn from. @param {Project} project */
function toLearnFrom({ classes, disabledPictures, asidePictures }) {
  const out = new Set([...disabledPictures, ...asidePictures]);
  return classes.filter(({ enabled }) => enabled).map(({ id, pictures }) => ({ id, pictures: pictures.filter((picture) => !out.has(picture)).length }));
}

/** @param {Project} project */
function emptyClassIds(project) {
  return toLearnFrom(project).filter(({ pictures }) => pictures === 0).map(({ id }) => id);
}

/** @param {Project} project @param {boolean} onPress */
function instantSentence(project, onPress) {
  const { upToDate, pictures, withViews } = /** @type {NonNullable<Project["instant"]>} */ (project.instant);
  const varied = withViews > 0 && withViews === pictures ? " and their variations" : "";
  if (upToDate) return `Up to date: learnt from ${count(pictures, "picture")}${varied}.`;
  const there = picturesToLearnFrom(project);
  if (!onPress) return `Learning: ${count(pictures, "picture")} so far.`;
  return there === pictures ? "Classes or pictures changed since it learnt." : `It knows ${count(pictures, "picture")}; there are ${there.toLocaleString("en")} now.`;
}

/** @param {TrainedInfo} trained @param {Project} project */
function trainedSentence({ method, trainingPictures, validationPictures, startedFrom }, project) {
  const learnt = trainingPictures + validationPictures;
  const begun = startedFrom ? ` It began with ${BEGUN[startedFrom]}.` : "";
  if (!project.needsTraining) return `${DONE[method]} with ${count(learnt, "picture")}.${begun}`;
  const more = picturesToLearnFrom(project) - learnt;
  return more > 0 ? `${DONE[method]}, without your last ${count(more, "picture")}.${begun}` : `${DONE[method]}, before your last changes.${begun}`;
}
