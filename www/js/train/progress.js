/** How far a training is: a bar, the epoch and the batch, the time left, and a button that pauses it. */
import { announce } from "../page/announce.js";
import { part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { timeLeft } from "../page/words.js";

/** @import { Pupil, TrainingMessage } from "../../pkg/lib/index.js" */

export class TrainProgress {
  #bar;
  #epoch;
  #left;
  #pause;
  #epochs = 0;
  /** In an epoch. */
  #batches = 0;
  /** When the first step was reported, and which; pauses are taken out. */
  #startedAt = 0;
  #firstStep = 0;
  #pausedAt = 0;
  #stopping = false;

  /** @param {HTMLElement} root the Train panel @param {Pupil} pupil */
  constructor(root, pupil) {
    this.#bar = part(root, "bar", HTMLProgressElement);
    this.#epoch = part(root, "epoch", HTMLElement);
    this.#left = part(root, "left", HTMLElement);
    this.#pause = part(root, "pause", HTMLButtonElement);
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
    this.#startedAt = this.#firstStep = 0;
    this.#stopping = false;
    this.#epochs = epochs;
    this.#batches = stepsPerEpoch;
    this.#bar.max = epochs * stepsPerEpoch;
    this.#bar.removeAttribute("value");
    this.#pause.textContent = "Pause";
    this.#pause.disabled = false;
    this.#show("Beginning", "");
  }

  /** @param {number} steps */
  #step(steps) {
    if (this.#stopping) return;
    if (steps === 0) return this.#show("Learning on what the network sees", "");
    // The first steps also prepare what later ones take.
    this.#startedAt ||= performance.now();
    this.#firstStep ||= steps;
    const done = steps - this.#firstStep;
    const left = ((performance.now() - this.#startedAt) / done) * (this.#bar.max - steps);
    this.#bar.value = steps;
    const [epoch, batch] = [Math.ceil(steps / this.#batches), ((steps - 1) % this.#batches) + 1];
    this.#show(`Epoch ${epoch} of at most ${this.#epochs}, batch ${batch} of ${this.#batches}`, done > 0 ? `about ${timeLeft(left)} left` : "");
  }

  #finish() {
    this.#pause.disabled = true;
    this.#bar.removeAttribute("value");
    this.#show("Finishing: learning what is none of these", "");
  }

  #rest() {
    this.#pausedAt = performance.now();
    this.#pause.textContent = "Resume";
    this.#left.textContent = "paused";
    announce("Training is paused.");
  }

  #goOn() {
    if (this.#startedAt > 0) this.#startedAt += performance.now() - this.#pausedAt;
    this.#pause.textContent = "Pause";
    this.#left.textContent = "";
  }

  /** @param {string} epoch @param {string} left */
  #show(epoch, left) {
    this.#epoch.textContent = epoch;
    this.#left.textContent = left;
  }
}
