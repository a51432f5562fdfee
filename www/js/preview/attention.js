/** Shows where Pupil looks, if someone wants to see: a wash of colour over what speaks for its answer, and a line that says so. */
import { prefer, preferences } from "../page/preferences.js";
import { part } from "../page/template.js";
import { wash } from "./wash.js";

/** @import { Explanation, Prediction } from "../../pkg/lib/index.js" */

export class AttentionView {
  #button;
  #canvas;
  #words;

  /** @param {HTMLElement} root the Preview panel @param {() => void} changed called when it is switched on or off */
  constructor(root, changed) {
    this.#canvas = part(root, "attention", HTMLCanvasElement);
    this.#words = part(root, "attention-words", HTMLElement);
    this.#button = part(root, "explain", HTMLButtonElement);
    this.#button.ariaPressed = String(preferences().explain);
    this.#button.addEventListener("click", () => {
      this.#button.ariaPressed = String(!this.wanted);
      prefer({ explain: this.wanted });
      changed();
    });
  }

  get wanted() {
    return this.#button.ariaPressed === "true";
  }

  /** @param {Prediction | Explanation} prediction @param {boolean} mirrored as the picture under it */
  show(prediction, mirrored) {
    this.#button.hidden = prediction.kind !== "trained";
    // While it is wanted the line stays, for what is below must not move.
    this.#words.hidden = this.#button.hidden || !this.wanted;
    const lookedFor = "attention" in prediction && prediction.attention.classId !== null;
    if (lookedFor && this.wanted) this.#draw(prediction, mirrored);
    else this.clear();
  }

  clear() {
    this.#canvas.hidden = true;
    this.#words.textContent = "";
  }

  /** @param {Explanation} explanation @param {boolean} mirrored */
  #draw({ attention, scores }, mirrored) {
    const { classId, crop } = attention;
    const image = wash(attention);
    const label = scores.find((score) => score.classId === classId)?.label ?? "";
    const words = `The coloured part speaks most for “${label}”.`;
    Object.assign(this.#canvas, { width: image.width, height: image.height, hidden: false, ariaLabel: words });
    this.#words.textContent = words;
    this.#canvas.getContext("2d")?.putImageData(image, 0, 0);
    const { style } = this.#canvas;
    style.left = style.top = `${50 - 50 * crop}%`;
    style.width = style.height = `${100 * crop}%`;
    this.#canvas.classList.toggle("mirrored", mirrored);
  }
}
