/** How far a training is: a bar, the epoch and the batch, the time left, and a button that pauses it. */
import { announce, announceQuarters } from "../page/announce.js";
import { Pace } from "../page/pace.js";
import { part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { about } from "../page/words.js";

/** @import { Pupil, TrainingMessage } from "../../pkg/lib/index.js" */

export class TrainProgress {
  #bar;
  #epoch;
  #left;
  #pause;
  #epochs = 0;
  /** In an epoch. */
  #batches = 0;
  #pace = new Pace();
  #stopping = false;
  #sayQuarters = announceQuarters("Training");

  /** @param {HTMLElement} root the Train panel @param {Pupil} pupil */
  constructor(root, pupil) {
    this.#bar = part(root, "bar", HTMLProgressElement);
    this.#epoch = part(root, "epoch", HTMLElement);
    this.#left = part(root, "left", HTMLElement);
    this.#pause = part(root, "pause", HTMLButtonElement);
    pupil.addEventListener("state", ({ detail }) => detail === "idle" && (this.#stopping = false));
    this.#pause.addEventListener("click", () => (pupil.state === "paused" ? pupil.training.resume() : pupil.training.pause()).catch(toastError));
  }

  /** @param {TrainingMessage} message */
  handle(message) {
    if (message.type === "started") this.#begin(message);
    else if (message.type === "step") this.#step(message.steps);
    else if (message.type === "paused") this.#rest();
    else if (message.type === "resumed") this.#goOn();
    else if (message.type === "finishing") this.#finish();
  }

  /** The run was asked to stop. */
  stop() {
    this.#stopping = true;
    this.#pause.disabled = true;
    this.#bar.removeAttribute("value");
    this.#show("Stopping after this step …", "");
    announce("Stopping.");
  }

  /** @param {Extract<TrainingMessage, { type: "started" }>} message */
  #begin({ epochs, stepsPerEpoch }) {
    this.#pace = new Pace();
    this.#epochs = epochs;
    this.#batches = stepsPerEpoch;
    this.#bar.max = epochs * stepsPerEpoch;
    this.#sayQuarters(0, this.#bar.max);
    this.#bar.removeAttribute("value");
    this.#pause.textContent = "Pause";
    this.#pause.disabled = this.#stopping;
    if (!this.#stopping) this.#show("Beginning", "");
  }

  /** @param {number} steps */
  #step(steps) {
    if (this.#stopping) return;
    if (steps === 0) return this.#show("Learning on what the network sees", "");
    const { left } = this.#pace.reach(steps, this.#bar.max);
    this.#bar.value = steps;
    this.#sayQuarters(steps, this.#bar.max);
    const [epoch, batch] = [Math.ceil(steps / this.#batches), ((steps - 1) % this.#batches) + 1];
    this.#show(`Epoch ${epoch} of at most ${this.#epochs}, batch ${batch} of ${this.#batches}`, left === null ? "" : `${about(left)} left`);
  }

  #finish() {
    this.#pause.disabled = true;
    this.#bar.removeAttribute("value");
    this.#show("Finishing: learning what is none of these", "");
  }

  #rest() {
    this.#pace.rest();
    this.#pause.textContent = "Resume";
    this.#left.textContent = "paused";
    announce("Training is paused.");
  }

  #goOn() {
    this.#pace.goOn();
    this.#pause.textContent = "Pause";
    this.#left.textContent = "";
  }

  /** @param {string} epoch @param {string} left */
  #show(epoch, left) {
    this.#epoch.textContent = epoch;
    this.#left.textContent = left;
  }
}
