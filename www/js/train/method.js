/** The ways to improve that take time: four methods, each with when it is worth it and about the time it will take here. */
import { followProject } from "../page/project.js";
import { byId, clone, part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { roughTime } from "../page/words.js";
import { picturesToLearnFrom } from "./state.js";

/** @import { Method, Project, Pupil, TrainingSettings } from "../../pkg/lib/index.js" */

/**
 * @typedef {object} Choice
 * @property {Method} method
 * @property {string} name
 * @property {string} words
 * @property {(settings: TrainingSettings, here: Here) => number} each milliseconds that each training picture takes in all
 */

/**
 * How long the parts of a training take on this device.
 * @typedef {object} Here
 * @property {number} frameMs milliseconds in which the network in use recognises a picture
 * @property {number} smallMs milliseconds in which the small network would, estimated from that
 * @property {number} blocks of the network in use
 */

/** @type {Choice[]} */
const CHOICES = [
  { method: "denseHead", name: "Dense head", words: "The textbook’s way to learn on what the network sees, epoch by epoch. Seldom better than Instant: to see how training works.", each: () => 0 },
  { method: "augmentedHead", name: "Dense head, varied", words: "The same on several variations of each picture. Worth it where pictures are few and all alike.", each: ({ views }, { frameMs }) => views * frameMs },
  {
    method: "fineTune", name: "Fine-tune", words: "Adjusts the network itself to your pictures. Worth it where Instant stays below 9 in 10, with some 40 pictures a class.",
    // A step through one of EfficientNet-Lite0's 18 blocks takes some 0.2 times as long as recognising a picture.
    each: ({ epochs, unfrozenBlocks }, { frameMs, blocks }) => epochs * (1 + (0.2 * 18 * Math.min(unfrozenBlocks, blocks)) / blocks) * frameMs,
  },
  {
    method: "scratch", name: "From scratch", words: "A small network that has never seen a picture. The textbook example: to see how learning works.",
    // Its few wide layers are so much faster than the network in use that the way there and back takes as long as is expected of one way.
    each: ({ epochs }, { smallMs }) => epochs * smallMs,
  },
];

/** The architecture that "From scratch" trains. */
const SMALL = "basic_cnn";

/** Milliseconds that every training takes. */
const MIN_TIME = 2000;

/** @param {Pupil} pupil @returns {{ expectedTime: () => string }} of the method that is chosen */
export function methodPicker(pupil) {
  const root = byId("methods", HTMLFieldSetElement);
  /** What was just chosen; until it arrives, snapshots have the method before. @type {Method | null} */
  let chosen = null;
  const choose = async (/** @type {Method} */ method) => {
    chosen = method;
    await pupil.training.setMethod(method).catch(toastError);
    if (chosen === method) chosen = null;
    show(pupil.project);
  };
  const rows = CHOICES.map((choice) => row(choice, choose));
  root.append(...rows.map(({ element }) => element));
  let smallMs = 0;
  const here = (/** @type {Project} */ { blocks }) => ({ frameMs: pupil.backend.frameMs, smallMs, blocks });
  const show = (/** @type {Project} */ project) => {
    for (const { show } of rows) show(project, chosen ?? project.settings.method, here(project));
  };
  const measure = async () => {
    const networks = await pupil.networks.list();
    smallMs = networks.find(({ architecture }) => architecture === SMALL)?.expectedMs ?? 0;
    show(pupil.project);
  };
  pupil.addEventListener("backend", () => void measure().catch(toastError));
  void measure().catch(toastError);
  followProject(pupil, (project) => {
    show(project);
    // What is learned at once is not varied.
    byId("augmentation", HTMLDetailsElement).hidden = project.settings.method === "denseHead";
  });
  return { expectedTime: () => expectedTime(CHOICES.find(({ method }) => method === pupil.project.settings.method), pupil.project, here(pupil.project)) };
}

/** A method's name on the page. @param {Method | "instant"} method */
export function nameOf(method) {
  return CHOICES.find((choice) => choice.method === method)?.name ?? "Instant";
}

/** @param {Choice} choice @param {(method: Method) => void} choose */
function row(choice, choose) {
  const element = clone("method");
  const radio = part(element, "radio", HTMLInputElement);
  Object.assign(radio, { name: "method", value: choice.method });
  part(element, "name", HTMLElement).textContent = choice.name;
  part(element, "words", HTMLElement).textContent = choice.words;
  radio.addEventListener("change", () => choose(choice.method));
  /** @param {Project} project @param {Method} method @param {Here} here */
  const show = (project, method, here) => {
    radio.checked = method === choice.method;
    const time = radio.checked && project.cannotTrain === null ? expectedTime(choice, project, here) : "";
    part(element, "time", HTMLElement).textContent = time;
  };
  return { element, show };
}

/** How long training will take, in words. @param {Choice | undefined} choice @param {Project} project @param {Here} here */
function expectedTime(choice, project, here) {
  return roughTime(MIN_TIME + picturesToLearnFrom(project) * (choice?.each(project.settings, here) ?? 0));
}
