/** The newest state that the worker reported, and the events that announce it on the page. */
import { frozen, ProjectState } from "./project.js";

/** @import { PupilEvents } from "../events.d.ts" */
/** @import { ProjectChange, Started, WorkerEvents } from "../../shared/protocol.d.ts" */
/** @import { Progress, PupilState, TrainingMessage } from "../../shared/types.d.ts" */

export class State {
  #project;
  backend;
  /** Of `pupil.train()`. @type {PupilState} */
  training = "idle";
  #target;

  /** @param {EventTarget} target that dispatches the events @param {Started} started */
  constructor(target, { project, backend, notices }) {
    this.#target = target;
    this.#project = new ProjectState(project);
    this.backend = frozen(backend);
    // Nobody can listen before `Pupil.create` has resolved.
    setTimeout(() => notices.forEach((notice) => this.emit("notice", notice)));
  }

  get project() {
    return this.#project.snapshot;
  }

  /** A new worker has replaced another. @param {Started} started */
  onRestart({ project, backend, notices }) {
    this.#project = new ProjectState(project);
    this.backend = frozen(backend);
    this.emit("backend", this.backend);
    this.emit("project", this.project);
    notices.forEach((notice) => this.emit("notice", notice));
  }

  /** The project is left for another one: until that is there, there are no classes. */
  onLeave() {
    this.#project.empty();
    this.emit("project", this.project);
  }

  /** Of a start. @param {Progress} progress */
  onProgress(progress) {
    this.emit("progress", progress);
  }

  /** @param {keyof WorkerEvents} event @param {any} detail */
  onEvent(event, detail) {
    if (event === "project") this.#onProject(detail);
    else if (event === "backend") this.emit("backend", (this.backend = frozen(detail)));
    else if (event === "training") this.#onTraining(detail);
    else if (event === "rate" || event === "notice") this.emit(event, detail);
  }

  /** @param {PupilState} training */
  setTraining(training) {
    if (training === this.training) return;
    this.training = training;
    this.emit("state", training);
  }

  /** @template {keyof PupilEvents} E @param {E} type @param {PupilEvents[E]} detail */
  emit(type, detail) {
    this.#target.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** @param {ProjectChange} change */
  #onProject(change) {
    this.#project.apply(change);
    this.emit("project", this.project);
  }

  /** @param {TrainingMessage} message */
  #onTraining(message) {
    // "finished" leaves the state alone: the model is still to be saved.
    const training = STATES[message.type];
    if (training) this.setTraining(training);
    this.emit("training", message);
  }
}

/** The state that a message announces. @type {Partial<Record<TrainingMessage["type"], PupilState>>} */
const STATES = { started: "training", paused: "paused", resumed: "training", finishing: "finishing" };
