/** A bar for each class: how sure Pupil is. In class order, or the surest first. */
import { prefer, preferences } from "../page/preferences.js";
import { classColour } from "../page/project.js";
import { clone, part } from "../page/template.js";
import { percent } from "../page/words.js";

/** @import { Score } from "../../pkg/lib/index.js" */

export class Bars {
  /** By label. @type {Map<string, HTMLElement>} */
  #bars = new Map();
  /** @type {Score[]} */
  #scores = [];

  /** @param {HTMLElement} list @param {HTMLElement} orderChoice holds the radio buttons "order" */
  constructor(list, orderChoice) {
    this.list = list;
    for (const radio of orderChoice.querySelectorAll("input")) {
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
    const shown = preferences().barOrder === "sorted" ? scores.toSorted((a, b) => b.score - a.score) : scores;
    const keys = new Set(shown.map(keyOf));
    for (const [key, bar] of this.#bars) if (!keys.has(key)) (bar.remove(), this.#bars.delete(key));
    const best = Math.max(...scores.map(({ score }) => score));
    shown.forEach((score, index) => this.#place(score, index, score.score === best));
  }

  /** @param {Score} score @param {number} index @param {boolean} best */
  #place(score, index, best) {
    const key = keyOf(score);
    const bar = this.#bars.get(key) ?? clone("bar");
    this.#bars.set(key, bar);
    bar.classList.toggle("best", best);
    bar.style.setProperty("--class", classColour(score.classId));
    part(bar, "label", HTMLElement).textContent = score.label;
    part(bar, "value", HTMLElement).textContent = percent(score.score);
    part(bar, "fill", HTMLElement).style.transform = `scaleX(${score.score})`;
    if (this.list.children[index] !== bar) this.list.insertBefore(bar, this.list.children[index] ?? null);
  }
}

/** @param {Score} score */
function keyOf({ classId, label }) {
  return classId === null ? label : `class ${classId}`;
}
