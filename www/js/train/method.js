/** What is trained: four methods, each with its words and about the time it will take here. */
import { followProject } from "../page/project.js";
import { byId, clone, part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { timeLeft } from "../page/words.js";

/** @typedef {import("../../pkg/lib/client.js").Pupil} Pupil */
/** @typedef {import("../../pkg/lib/types.d.ts").Method} Method */
/** @typedef {import("../../pkg/lib/types.d.ts").Project} Project */
/** @typedef {import("../../pkg/lib/types.d.ts").TrainingSettings} TrainingSettings */

/**
 * @typedef {object} Choice
 * @property {Method} method
 * @property {string} name
 * @property {string} words
 * @property {(settings: TrainingSettings, blocks: number) => number} passes how many times the work of recognising a picture is done
 *   for each training picture, with a network of so many blocks; measured beside the recognition itself
 */

/** @type {Choice[]} */
const CHOICES = [
  { method: "instant", name: "Quick", words: "Learns from what the network already sees in your pictures.", passes: () => 0 },
  { method: "augmentedHead", name: "Quick, varied", words: "The same, after looking at each picture in several variations.", passes: ({ views }) => views },
  {
    method: "fineTune", name: "Fine-tune", words: "Adjusts the network itself to your pictures. The most accurate.",
    // A step through one of EfficientNet-Lite0's 18 blocks takes some 0.6 times as long as recognising a picture.
    passes: ({ epochs, unfrozenBlocks }, blocks) => epochs * (1 + (0.6 * 18 * Math.min(unfrozenBlocks, blocks)) / blocks),
  },
  {
    method: "scratch", name: "From scratch", words: "A small network that has never seen a picture. The textbook example: to see how learning works.",
    passes: ({ epochs }) => 0.4 * epochs,
  },
];

/** Milliseconds of what every training takes. */
const LEAST_TIME = 2000;

/** @param {Pupil} pupil */
export function methodPicker(pupil) {
  const root = byId("methods", HTMLFieldSetElement);
  /** What was just chosen: meanwhile snapshots may tell of the one before. @type {Method | null} */
  let chosen = null;
  const choose = async (/** @type {Method} */ method) => {
    chosen = method;
    await pupil.setMethod(method).catch(toastError);
    if (chosen === method) chosen = null;
    show(pupil.project);
  };
  const rows = CHOICES.map((choice) => row(choice, pupil, choose));
  root.append(...rows.map(({ element }) => element));
  const show = (/** @type {Project} */ project) => {
    for (const { show } of rows) show(project, chosen ?? project.settings.method);
  };
  followProject(pupil, (project) => {
    show(project);
    // What is learned at once is not varied.
    byId("augmentation", HTMLDetailsElement).hidden = project.settings.method === "instant";
  });
}

/** A method's name on the page. @param {Method} method */
export function nameOf(method) {
  return CHOICES.find((choice) => choice.method === method)?.name ?? method;
}

/** @param {Choice} choice @param {Pupil} pupil @param {(method: Method) => void} choose */
function row(choice, pupil, choose) {
  const element = clone("method");
  const radio = part(element, "radio", HTMLInputElement);
  Object.assign(radio, { name: "method", value: choice.method });
  part(element, "name", HTMLElement).textContent = choice.name;
  part(element, "words", HTMLElement).textContent = choice.words;
  radio.addEventListener("change", () => choose(choice.method));
  /** @param {Project} project @param {Method} method */
  const show = (project, method) => {
    radio.checked = method === choice.method;
    const time = radio.checked && project.cannotTrain === null ? `about ${timeLeft(estimate(choice, project, pupil.backend.frameMs))}` : "";
    part(element, "time", HTMLElement).textContent = time;
  };
  return { element, show };
}

/** Milliseconds that training will take. @param {Choice} choice @param {Project} project @param {number} frameMs */
function estimate({ passes }, { classes, disabledPictures, settings, blocks }, frameMs) {
  const enabled = classes.filter((each) => each.enabled).reduce((sum, { pictures }) => sum + pictures.length, 0);
  return LEAST_TIME + passes(settings, blocks) * Math.max(0, enabled - disabledPictures.length) * frameMs;
}
