/** Runs what looks at every picture, shows how far it is, and lets it be cancelled. */
import { announceQuarters } from "../page/announce.js";
import { changeIn, followProject } from "../page/project.js";
import { part } from "../page/template.js";

/** @import { CrossValidated, NearDuplicate, Progress, Project, Pupil } from "../../pkg/lib/index.js" */

export class Review {
  /** Of the pictures as they are now. @type {CrossValidated | null} */
  crossValidated = null;
  #box;
  #bar;
  #abort = new AbortController();
  /** Counts the changes of the pictures. */
  #version = 0;

  /** @param {Pupil} pupil @param {HTMLElement} root */
  constructor(pupil, root) {
    this.pupil = pupil;
    this.#box = part(root, "progress", HTMLElement);
    this.#bar = part(this.#box, "bar", HTMLProgressElement);
    this.buttons = ["cross-start", "labels", "alike"].map((name) => part(root, name, HTMLButtonElement));
    part(this.#box, "cancel", HTMLButtonElement).addEventListener("click", () => this.#abort.abort());
    const changed = changeIn(pictures);
    followProject(pupil, (project) => {
      if (!changed(project)) return;
      this.#version++;
      this.crossValidated = null;
    });
  }

  /** @returns {Promise<CrossValidated | null>} null if it was cancelled */
  async crossValidate() {
    const version = this.#version;
    const found = await this.#run((options) => this.pupil.evaluation.crossValidate(options));
    if (version === this.#version) this.crossValidated = found;
    return found;
  }

  /** @returns {Promise<NearDuplicate[] | null>} null if it was cancelled */
  nearDuplicates() {
    return this.#run((options) => this.pupil.evaluation.nearDuplicates(options));
  }

  /** @template T @param {(options: { signal: AbortSignal, onProgress: (progress: Progress) => void }) => Promise<T>} work */
  async #run(work) {
    this.#abort = new AbortController();
    this.#show(true);
    const sayQuarters = announceQuarters("Looking at every picture");
    try {
      const { signal } = this.#abort;
      const result = await work({ signal, onProgress: ({ done, total }) => ([this.#bar.max, this.#bar.value] = [total, done], sayQuarters(done, total)) });
      return signal.aborted ? null : result;
    } finally {
      this.#show(false);
    }
  }

  /** @param {boolean} running */
  #show(running) {
    this.#box.hidden = !running;
    this.#bar.removeAttribute("value");
    for (const button of this.buttons) button.disabled = running;
  }
}

/** Which there are, in which classes, and which are in use. @param {Project} project */
function pictures({ classes, asidePictures, disabledPictures }) {
  return [classes.map(({ id, enabled, pictures }) => [id, enabled, pictures]), asidePictures, disabledPictures];
}
