/** Looks for a learning rate in a dialog that shows the curve, and sets it if that is wanted. */
import { announce } from "../page/announce.js";
import { byId, part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { RatePlot } from "./rate-plot.js";

/** @import { FoundRate, Pupil, RatePoint } from "../../pkg/lib/index.js" */

/** Limits of a learning rate. */
const MIN_RATE = 1e-6;
const MAX_RATE = 1;

export class RateFinder {
  #dialog = byId("rate-finder", HTMLDialogElement);
  #words = part(this.#dialog, "words", HTMLElement);
  #bar = part(this.#dialog, "bar", HTMLProgressElement);
  #box = part(this.#dialog, "plot", HTMLElement);
  #use = part(this.#dialog, "use", HTMLButtonElement);
  #plot = new RatePlot(part(this.#dialog, "figure", HTMLElement), this.#box);
  /** @type {RatePoint[]} */
  #points = [];
  #rate = 0;
  /** Aborted once the dialog is closed. */
  #closed = new AbortController();

  /** @param {Pupil} pupil */
  constructor(pupil) {
    this.pupil = pupil;
    this.#use.addEventListener("click", () => this.#take().catch(toastError));
    // The event may come after the dialog was opened again.
    this.#dialog.addEventListener("close", () => this.#dialog.open || this.#closed.abort());
  }

  /** Opens the dialog and looks, until it has found one or the dialog is closed. */
  async open() {
    this.#closed.abort();
    const closed = (this.#closed = new AbortController());
    this.#begin();
    try {
      this.#end(await this.pupil.training.findRate((point) => this.#add(point), { signal: closed.signal }));
    } catch (error) {
      if (closed.signal.aborted) return;
      this.#dialog.close();
      toastError(error);
    }
  }

  #begin() {
    this.#points = [];
    this.#plot.show([], null);
    this.#dialog.classList.add("searching");
    this.#bar.removeAttribute("value");
    this.#use.hidden = true;
    this.#words.textContent = "Trying learning rates from tiny to far too high. What is taught stays as it is.";
    this.#box.ariaLabel = "Nothing tried yet";
    this.#dialog.showModal();
  }

  /** @param {RatePoint} point */
  #add(point) {
    // After a restart of the engine the search begins again.
    if (point.rate <= (this.#points.at(-1)?.rate ?? 0)) this.#points = [];
    this.#points.push(point);
    this.#bar.value = (Math.log10(point.rate) + 7) / 8;
    this.#plot.show(this.#points, null);
  }

  /** @param {FoundRate} found */
  #end({ points, suggestion }) {
    this.#dialog.classList.remove("searching");
    this.#plot.show(points, suggestion);
    this.#box.ariaLabel = described(points, suggestion);
    this.#use.hidden = suggestion === null;
    this.#rate = Math.min(MAX_RATE, Math.max(MIN_RATE, Number((suggestion ?? 0).toPrecision(2))));
    this.#use.textContent = `Use ${this.#rate}`;
    this.#words.textContent = suggestion === null
      ? "The loss fell nowhere, so there is nothing to suggest. Add pictures, or keep the learning rate that is set."
      : "At the dot the loss falls steadily. Further left training takes longer, further right it may come apart.";
    if (suggestion !== null) this.#use.focus();
  }

  /** The ratio of the blocks' rate to the head's stays. */
  async #take() {
    const { learningRate, blockLearningRate } = this.pupil.project.settings;
    const blocks = Number(Math.min(MAX_RATE, Math.max(MIN_RATE, (this.#rate * blockLearningRate) / learningRate)).toPrecision(2));
    this.#dialog.close();
    await this.pupil.training.set({ learningRate: this.#rate, blockLearningRate: blocks });
    announce(`The learning rate is ${this.#rate} now.`);
  }
}

/** The curve for those who do not see it. @param {RatePoint[]} points @param {number | null} suggestion */
function described(points, suggestion) {
  const lowest = points.reduce((best, point) => (point.loss < best.loss ? point : best), { rate: 0, loss: Infinity });
  const words = (/** @type {number} */ value) => Number(value.toPrecision(2));
  const end = `Loss at ${points.length} learning rates, lowest (${words(lowest.loss)}) at ${words(lowest.rate)}.`;
  return suggestion === null ? end : `${end} Suggested: ${words(suggestion)}.`;
}
