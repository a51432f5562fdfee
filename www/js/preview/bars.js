/** A bar for each class: how sure Pupil is. In class order, or the surest first; of many classes the best, the others folded. */
import { fillBar } from "../page/bar.js";
import { prefer, preferences } from "../page/preferences.js";
import { clone, part } from "../page/template.js";

/** @import { Score } from "../../pkg/lib/index.js" */

/** From so many classes on, some are folded. */
const MANY = 7;

/** How many of them are not. */
const BEST = 5;

export class Bars {
  /** By label. @type {Map<string, HTMLElement>} */
  #bars = new Map();
  /** @type {Score[]} */
  #scores = [];

  /** @param {HTMLElement} root the Preview panel */
  constructor(root) {
    this.list = part(root, "bars", HTMLElement);
    this.fold = part(root, "more-bars", HTMLDetailsElement);
    this.folded = part(root, "more-bars-list", HTMLElement);
    this.head = part(root, "bars-head", HTMLElement);
    this.order = part(root, "order", HTMLFieldSetElement);
    for (const radio of this.order.querySelectorAll("input")) {
      radio.checked = radio.value === preferences().barOrder;
      radio.addEventListener("change", () => {
        prefer({ barOrder: radio.value === "sorted" ? "sorted" : "steady" });
        this.show(this.#scores);
      });
    }
  }

  /** @param {Score[]} scores in class order */
  show(scores) {
    this.#scores = scores;
    const sorted = scores.toSorted((a, b) => b.score - a.score);
    const inOrder = preferences().barOrder === "sorted" ? sorted : scores;
    const shown = scores.length < MANY ? inOrder : sorted.slice(0, BEST);
    const folded = inOrder.filter((score) => !shown.includes(score));
    this.#dropAllBut(scores);
    this.#fill(this.list, shown, sorted[0]);
    this.#fill(this.folded, folded, sorted[0]);
    this.#showFold(folded.length);
  }

  /** @param {Score[]} scores */
  #dropAllBut(scores) {
    const keys = new Set(scores.map(keyOf));
    for (const [key, bar] of this.#bars) if (!keys.has(key)) (bar.remove(), this.#bars.delete(key));
  }

  /** The order is chosen where it makes a difference. @param {number} folded */
  #showFold(folded) {
    this.fold.hidden = folded === 0;
    part(this.fold, "more-bars-words", HTMLElement).textContent = `${folded} more`;
    const place = folded > 0 ? this.fold : this.head;
    if (!place.contains(this.order)) place.insertBefore(this.order, folded > 0 ? this.folded : place.firstElementChild);
  }

  /** @param {HTMLElement} list @param {Score[]} scores @param {Score} [best] */
  #fill(list, scores, best) {
    scores.forEach((score, index) => {
      const bar = this.#bar(score);
      bar.classList.toggle("best", score.score === best?.score);
      if (list.children[index] !== bar) list.insertBefore(bar, list.children[index] ?? null);
    });
  }

  /** The score's bar, up to date. @param {Score} score */
  #bar(score) {
    const key = keyOf(score);
    const bar = this.#bars.get(key) ?? clone("bar");
    this.#bars.set(key, bar);
    fillBar(bar, score);
    return bar;
  }
}

/** @param {Score} score */
function keyOf({ classId, label }) {
  return classId === null ? label : `class ${classId}`;
}
