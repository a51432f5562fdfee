/** A picture of the pile, large, with its answer. Arrows go to its neighbours. */
import { announce } from "../page/announce.js";
import { bringDock } from "../page/dock.js";
import { seenUrl } from "../page/seen.js";
import { byId, part } from "../page/template.js";
import { breakable, percent } from "../page/words.js";
import { fileName } from "../files/folder.js";
import { sureness } from "./order.js";

/** @import { Row } from "./pile.js" */

export class Enlarged {
  #dialog = byId("enlarged", HTMLDialogElement);
  #picture = part(this.#dialog, "picture", HTMLImageElement);
  /** @type {Row[]} */
  #rows = [];
  #index = 0;
  #pupil;
  #nameOf;
  #closed;

  /** @param {import("../../pkg/lib/index.js").Pupil} pupil @param {(row: Row) => string} nameOf the class that a row is called @param {(row: Row) => void} closed called with the one that was looked at last */
  constructor(pupil, nameOf, closed) {
    this.#pupil = pupil;
    this.#nameOf = nameOf;
    this.#closed = closed;
    part(this.#dialog, "before", HTMLButtonElement).addEventListener("click", () => this.#step(-1));
    part(this.#dialog, "after", HTMLButtonElement).addEventListener("click", () => this.#step(1));
    this.#dialog.addEventListener("keydown", ({ key }) => {
      if (key === "ArrowLeft" || key === "ArrowUp") this.#step(-1);
      if (key === "ArrowRight" || key === "ArrowDown") this.#step(1);
    });
    this.#dialog.addEventListener("close", () => this.#end());
  }

  /** @param {Row[]} rows the arrows go through @param {number} index of the one to begin with */
  open(rows, index) {
    this.#rows = rows;
    bringDock(this.#dialog);
    this.#dialog.showModal();
    void this.#show(index);
  }

  /** @param {number} by */
  #step(by) {
    const to = this.#index + by;
    if (to >= 0 && to < this.#rows.length) void this.#show(to);
  }

  /** @param {number} index */
  async #show(index) {
    const row = this.#rows[index];
    if (!row) return;
    this.#index = index;
    const { path, name, answer, trouble } = row;
    const title = row.time === null ? fileName(path) : name;
    const words = trouble || (answer ? `${this.#nameOf(row)} ${percent(sureness(answer))}${answer.none ? ", looks like none of these" : ""}` : "Not asked yet");
    part(this.#dialog, "name", HTMLElement).replaceChildren(...breakable(title));
    part(this.#dialog, "words", HTMLElement).textContent = words;
    part(this.#dialog, "facts", HTMLElement).textContent = `${(index + 1).toLocaleString("en")} of ${this.#rows.length.toLocaleString("en")}`;
    part(this.#dialog, "before", HTMLButtonElement).ariaDisabled = String(index === 0);
    part(this.#dialog, "after", HTMLButtonElement).ariaDisabled = String(index === this.#rows.length - 1);
    announce(`${title}. ${words}.`);
    const file = await row.file().catch(() => null);
    const url = file && (await seenUrl(this.#pupil, file));
    if (this.#rows[this.#index] === row) this.#draw(url, title);
    else if (url) URL.revokeObjectURL(url);
  }

  /** @param {string | null} url of the picture @param {string} title */
  #draw(url, title) {
    URL.revokeObjectURL(this.#picture.src);
    this.#picture.alt = title;
    if (url) this.#picture.src = url;
    else this.#picture.removeAttribute("src");
  }

  #end() {
    const last = this.#rows[this.#index];
    this.#draw(null, "");
    this.#rows = [];
    if (last) this.#closed(last);
  }
}
