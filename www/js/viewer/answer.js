/** What the model says of one picture: the surest classes with a bar each, and where it looks. */
import { fillBar } from "../page/bar.js";
import { clone, part } from "../page/template.js";
import { breakable, percent } from "../page/words.js";
import { AttentionView } from "../preview/attention.js";

/** @import { Prediction, Pupil } from "../../pkg/lib/index.js" */

/** Bars that are shown at most. */
const BEST = 5;

export class Answer {
  #root;
  #box;
  #attention;
  /** @type {Blob | null} */
  #picture = null;

  /** @param {HTMLElement} root @param {Pupil} pupil */
  constructor(root, pupil) {
    this.pupil = pupil;
    this.#root = root;
    this.#box = part(root, "answer", HTMLElement);
    this.#attention = new AttentionView(root, () => this.#picture && this.show(this.#picture));
  }

  /**
   * @param {Blob} picture
   * @returns {Promise<string>} what it says, in words
   */
  async show(picture) {
    this.#picture = picture;
    const trained = this.pupil.project.trained !== null;
    const asked = trained && this.#attention.wanted ? this.pupil.explain(picture) : this.pupil.classify(picture);
    const prediction = await asked;
    if (this.#picture !== picture) return "";
    this.#box.ariaBusy = "false";
    this.#attention.show(prediction, false);
    return this.#showScores(prediction);
  }

  /** Another picture comes: what stands there is about the one before, and stays until there is another answer, so that nothing moves. */
  wait() {
    this.#picture = null;
    this.#attention.clear();
    this.#box.ariaBusy = "true";
  }

  /** @param {Prediction} prediction */
  #showScores({ kind, scores, noneOfThese }) {
    const best = scores.toSorted((a, b) => b.score - a.score).slice(0, BEST);
    const [first] = best;
    part(this.#root, "label", HTMLElement).replaceChildren(...(first ? [...breakable(first.label), ` ${percent(first.score)}`] : []));
    part(this.#root, "knows", HTMLElement).textContent = kind === "imagenet" ? "Not taught yet: a guess among the things it knew before." : noneOfThese ? "Looks like none of these." : "";
    part(this.#root, "bars", HTMLElement).replaceChildren(...best.map((score) => {
      const bar = clone("bar");
      bar.classList.toggle("best", score === first);
      fillBar(bar, score);
      return bar;
    }));
    return first ? `Called ${first.label}, ${percent(first.score)} sure.` : "";
  }
}
