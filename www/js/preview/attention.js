/** Shows where Pupil looks, if someone wants to see: what speaks for its answer stays bright, the rest of the picture is dimmed. */
import { prefer, preferences } from "../page/preferences.js";
import { part } from "../page/template.js";

/** @import { Explanation, Prediction } from "../../pkg/lib/index.js" */

/** How opaque the shade is over the dimmest part, of 255. */
const DARKEST = 190;

export class AttentionView {
  #button;
  #canvas;

  /** @param {HTMLElement} root the Preview panel @param {() => void} changed called when it is switched on or off */
  constructor(root, changed) {
    this.#canvas = part(root, "attention", HTMLCanvasElement);
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
    this.#button.hidden = prediction.kind !== "taught";
    const lookedFor = "attention" in prediction && prediction.attention.classId !== null;
    if (lookedFor && this.wanted) this.#draw(prediction, mirrored);
    else this.clear();
  }

  clear() {
    this.#canvas.hidden = true;
  }

  /** @param {Explanation} explanation @param {boolean} mirrored */
  #draw({ attention: { classId, width, height, values, crop }, scores }, mirrored) {
    const image = new ImageData(width, height);
    values.forEach((value, cell) => (image.data[4 * cell + 3] = DARKEST * (1 - value)));
    const label = scores.find((score) => score.classId === classId)?.label ?? "";
    Object.assign(this.#canvas, { width, height, hidden: false, ariaLabel: `Bright where Pupil looked for “${label}”` });
    this.#canvas.getContext("2d")?.putImageData(image, 0, 0);
    const { style } = this.#canvas;
    style.left = style.top = `${50 - 50 * crop}%`;
    style.width = style.height = `${100 * crop}%`;
    this.#canvas.classList.toggle("mirrored", mirrored);
  }
}
