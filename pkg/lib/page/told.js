/** What the worker told last: the page can look it up, and hears of it by events. */

/** @import { PupilEvents } from "./events.d.ts" */
/** @import { Events, Started } from "../shared/protocol.d.ts" */
/** @import { BackendInfo, Progress, Project, PupilErrorData, TrainingMessage } from "../shared/types.d.ts" */

export class Told {
  /** The newest snapshot. @type {Project} */
  project = /** @type {never} */ (null);
  /** @type {BackendInfo} */
  backend = /** @type {never} */ (null);
  /** Whether a training run is under way. */
  training = false;
  /** Whether it is at rest. */
  paused = false;
  #target;
  #onStart;
  /** Resolves once someone can have added a listener. */
  #listening = Promise.withResolvers();

  /** @param {EventTarget} target where the events go @param {(progress: Progress) => void} onStart */
  constructor(target, onStart) {
    this.#target = target;
    this.#onStart = onStart;
  }

  /** The first worker has started; whoever is told that can only listen afterwards. @param {Started} started */
  begin(started) {
    this.#keep(started);
    setTimeout(this.#listening.resolve);
  }

  /** A worker has taken the place of another. @param {Started} started */
  onStarted(started) {
    this.#keep(started);
    this.dispatch("backend", this.backend);
    this.dispatch("project", this.project);
  }

  /** How far a start is. @param {Progress} progress */
  onProgress(progress) {
    this.dispatch("progress", progress);
    this.#onStart(progress);
  }

  /** @param {PupilErrorData} notice */
  onNotice(notice) {
    void this.#listening.promise.then(() => this.dispatch("notice", notice));
  }

  /** @param {keyof Events} event @param {any} detail */
  onEvent(event, detail) {
    if (event === "notice") this.onNotice(detail);
    else if (event === "training") this.#hearTraining(detail);
    else if (event === "rate") this.dispatch("rate", detail);
    else if (event === "project") this.dispatch("project", (this.project = frozen(detail)));
    else if (event === "backend") this.dispatch("backend", (this.backend = frozen(detail)));
  }

  /** @template {keyof PupilEvents} E @param {E} type @param {PupilEvents[E]} detail */
  dispatch(type, detail) {
    this.#target.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** @param {Started} started */
  #keep({ project, backend }) {
    this.project = frozen(project);
    this.backend = frozen(backend);
  }

  /** @param {TrainingMessage} message */
  #hearTraining(message) {
    this.training = message.type !== "finished";
    this.paused = message.type === "paused";
    this.dispatch("training", message);
  }
}

/** @template T @param {T} value @returns {T} it and everything in it, frozen */
function frozen(value) {
  if (typeof value === "object" && value !== null) for (const part of Object.values(Object.freeze(value))) frozen(part);
  return value;
}
