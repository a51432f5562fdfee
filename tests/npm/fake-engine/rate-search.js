/** The learning-rate search as a toy: the loss falls up to one rate, then explodes. */

const STEPS = 100;

/** Minimum milliseconds of a step, so that a search can be watched and stopped. */
const STEP_MS = 5;

export class RateSearch {
  #step = 0;

  get ended() {
    return this.#step === STEPS;
  }

  get suggestion() {
    return this.ended ? 0.001 : null;
  }

  go(steps) {
    const end = performance.now() + STEP_MS * steps;
    const first = this.#step;
    this.#step = Math.min(STEPS, first + steps);
    while (performance.now() < end);
    return Array.from({ length: this.#step - first }, (_, index) => {
      const rate = 1e-7 * 10 ** (0.08 * (first + index));
      return { type: "rate", rate, loss: Math.abs(Math.log10(rate) + 2) };
    });
  }
}
