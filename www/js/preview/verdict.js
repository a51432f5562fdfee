/** Says what Pupil sees, large; and, once it has settled, to screen readers. */
import { announce } from "../page/announce.js";
import { part } from "../page/template.js";
import { breakable, duration, percent } from "../page/words.js";

/** @import { Prediction } from "../../pkg/lib/index.js" */

/** A label that stays this long is read out. */
const SETTLED_MS = 1200;

/** Characters of a label that is written smaller. */
const LONG = 16;

export class Verdict {
  #said = "";
  #timer = 0;

  /** @param {HTMLElement} root the Preview panel */
  constructor(root) {
    this.box = part(root, "verdict", HTMLElement);
    this.label = part(root, "label", HTMLElement);
    this.none = part(root, "none", HTMLElement);
    this.knows = part(root, "knows", HTMLElement);
    this.speed = part(root, "speed", HTMLElement);
    this.barsHead = part(root, "bars-head", HTMLElement);
  }

  /** @param {Prediction & { fps?: number }} prediction */
  show({ kind, scores, noneOfThese, elapsedMs, fps }) {
    if (scores.length === 0) return this.#sayNothing(kind);
    const best = scores.reduce((a, b) => (b.score > a.score ? b : a));
    this.label.hidden = false;
    this.box.hidden = this.barsHead.hidden = false;
    this.label.replaceChildren(...breakable(best.label), ` ${percent(best.score)}`);
    this.label.classList.toggle("long", best.label.length > LONG);
    this.none.hidden = !noneOfThese;
    this.box.classList.toggle("unknown", noneOfThese);
    this.knows.hidden = kind !== "imagenet";
    this.knows.textContent = kind === "imagenet" ? "Not taught yet: a guess among the 1,000 things it knew before." : "";
    this.speed.textContent = duration(elapsedMs) + (fps === undefined ? "" : ` · ${Math.round(fps)} fps`);
    this.#sayWhenSettled(noneOfThese ? "none of these" : best.label);
  }

  /** Every class is switched off, or a network from elsewhere comes without names for what it sees. @param {Prediction["kind"]} kind */
  #sayNothing(kind) {
    this.clear("");
    this.box.hidden = this.knows.hidden = false;
    this.label.hidden = this.none.hidden = true;
    this.knows.textContent = kind === "trained"
      ? "Every class that it was taught is switched off. Switch one on."
      : "This network names nothing before it is taught. Add pictures to two classes.";
  }

  /** @param {string} why there is nothing to say */
  clear(why) {
    this.box.hidden = this.barsHead.hidden = true;
    this.#said = "";
    clearTimeout(this.#timer);
    if (why) announce(why);
  }

  /** @param {string} label */
  #sayWhenSettled(label) {
    if (label === this.#said) return;
    this.#said = label;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => announce(`Pupil sees: ${label}.`), SETTLED_MS);
  }
}
