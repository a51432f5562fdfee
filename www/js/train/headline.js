/** The headline of training: how good the model in use is, in words, or that this is not known yet. */
import { changeIn } from "../page/project.js";
import { basis } from "../page/reports.js";
import { part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { list } from "../page/words.js";
import { evidenceOf, evidenceSentence, inShort, instantEvidence, roughly } from "./evidence.js";

/** @import { Project, Pupil } from "../../pkg/lib/index.js" */
/** @typedef {import("./evidence.js").Evidence} Evidence */

/** Milliseconds without a change before the model is measured anew. */
const SETTLED_MS = 400;

export class Headline {
  #root;
  /** @type {Evidence | null} */
  #evidence = null;
  /** Whether it is known how much is known. */
  #measured = false;
  #changed = changeIn(basis);
  #timer = 0;
  #shown = "";

  /** @param {HTMLElement} root the Train panel @param {Pupil} pupil @param {import("../page/reports.js").Reports} reports */
  constructor(root, pupil, reports) {
    this.#root = part(root, "result", HTMLElement);
    this.pupil = pupil;
    this.reports = reports;
  }

  /** @param {Project} project */
  show(project) {
    this.#root.hidden = project.trained === null || this.pupil.state !== "idle";
    this.#root.classList.toggle("outdated", project.needsTraining && !project.instant?.inUse);
    if (this.#changed(project)) this.#renew(project);
    this.#render(project);
  }

  /** Measures the model in use, and says how good it is in a few words. */
  async measure() {
    clearTimeout(this.#timer);
    const { project } = this.pupil;
    if (!project.trained) return "";
    this.#evidence = isInstantAlone(project) ? instantEvidence(project) : evidenceOf(await this.reports.best());
    this.#measured = true;
    this.#render(this.pupil.project);
    return this.#evidence ? inShort(this.#evidence) : "How good it is, is not known yet.";
  }

  /** What the instant model says of itself is there at once; all else is asked for when changes have settled. @param {Project} project */
  #renew(project) {
    clearTimeout(this.#timer);
    if (isInstantAlone(project)) [this.#evidence, this.#measured] = [instantEvidence(project), true];
    else this.#timer = window.setTimeout(() => this.measure().catch(toastError), SETTLED_MS);
  }

  /** @param {Project} project */
  #render(project) {
    if (!project.trained || !this.#measured) return;
    const elements = this.#evidence ? figure(this.#evidence, unmeasured(project)) : notKnown(project);
    const text = elements.map(({ textContent }) => textContent).join("\n");
    if (text === this.#shown && this.#root.childElementCount > 0) return;
    this.#shown = text;
    this.#root.replaceChildren(...elements);
  }
}

/** Whether the instant model is in use, and no test set says more. @param {Project} project */
function isInstantAlone({ instant, asidePictures }) {
  return instant?.inUse === true && asidePictures.length === 0;
}

/** Names of the classes of which nothing could be measured. @param {Project} project */
function unmeasured({ classes, trained, instant }) {
  const ids = instant?.inUse ? instant.unmeasuredClassIds : (trained?.unvalidatedClassIds ?? []);
  return classes.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
}

/** @param {Evidence} evidence @param {string[]} names of the classes that were not measured */
function figure(evidence, names) {
  const unchecked = evidence.on === "test" || names.length === 0 ? [] : [paragraph("hint", unmeasuredSentence(evidence, names))];
  const words = roughly(evidence);
  return [
    paragraph("result-figure", words.charAt(0).toUpperCase() + words.slice(1)),
    paragraph("result-sentence", evidenceSentence(evidence)),
    ...unchecked,
    Object.assign(document.createElement("a"), { href: "#evaluate", textContent: "Which were confused, and what to do about it" }),
  ];
}

/** @param {Evidence} evidence @param {string[]} names */
function unmeasuredSentence({ on }, names) {
  return on === "outOfFold" ? `Nothing of ${list(names)} could be measured: record each once more.` : `Nothing of ${list(names)} could be held out: one recording only.`;
}

/** @param {Project} project */
function notKnown(project) {
  const names = unmeasured(project);
  const what = names.length > 1 && names.length < 4 ? `record ${list(names)} once more, or add more files.` : "record each once more, or add more files.";
  return [paragraph("result-sentence", `Taught. How good? Not known yet: ${what}`)];
}

/** @param {string} className @param {string} text */
function paragraph(className, text) {
  return Object.assign(document.createElement("p"), { className, textContent: text });
}
