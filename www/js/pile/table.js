/** The rows of a pile in a scrolling table. Only those in sight exist, so thousands cost no more than dozens. */
import { Selection } from "../classes/selection.js";
import { part } from "../page/template.js";
import { Enlarged } from "./enlarged.js";
import { fillRow, makeRow } from "./row.js";
import { FileThumbnails } from "./thumbnails.js";

/** @import { Row } from "./pile.js" */

/** Height of a row in CSS pixels, as pile.css has it. */
const HEIGHT = 64;

export class Table {
  #grid;
  #inner;
  #thumbnails;
  /** The rows that exist, by id. @type {Map<number, HTMLElement>} */
  #elements = new Map();
  /** As shown. @type {Row[]} */
  #rows = [];
  #nameOf;
  #enlarged;
  /** Id of the row that the keys act on. */
  #active = -1;

  /** @param {HTMLElement} root @param {import("../../pkg/lib/index.js").Pupil} pupil @param {() => void} selectionChanged @param {(row: Row) => string} nameOf the class that a row is called */
  constructor(root, pupil, selectionChanged, nameOf) {
    this.#nameOf = nameOf;
    this.#thumbnails = new FileThumbnails(pupil);
    this.#enlarged = new Enlarged(pupil, nameOf, (last) => this.#goTo(last));
    this.#grid = part(root, "grid", HTMLElement);
    this.#inner = part(root, "rows", HTMLElement);
    this.selection = new Selection(() => (this.#render(), selectionChanged()));
    this.#grid.addEventListener("scroll", () => this.#render(), { passive: true });
    this.#grid.addEventListener("focus", () => this.#render());
    this.#grid.addEventListener("keydown", (event) => event.target === this.#grid && this.#key(event));
    this.#inner.addEventListener("click", (event) => this.#click(event));
    this.#inner.addEventListener("dblclick", () => this.enlarge());
    new ResizeObserver(() => this.#render()).observe(this.#grid);
  }

  /** @param {Row[]} rows in their order */
  show(rows) {
    this.#rows = rows;
    this.#inner.style.height = `${HEIGHT * rows.length}px`;
    this.#grid.ariaRowCount = String(rows.length + 1);
    if (rows.length === 0) this.#thumbnails.clear();
    this.selection.restrictTo(this.#order);
    this.#render();
  }

  /** The active row's picture, large. */
  enlarge() {
    if (this.#rows.length > 0) this.#enlarged.open(this.#rows, this.#index);
  }

  /** @param {Row} row */
  #goTo(row) {
    this.#active = row.id;
    this.#reveal(this.#index);
    this.#render();
    this.focus();
  }

  focus() {
    this.#grid.focus({ preventScroll: true });
  }

  get #order() {
    return this.#rows.map(({ id }) => id);
  }

  /** Index of the row that the keys act on. */
  get #index() {
    return Math.max(0, this.#rows.findIndex(({ id }) => id === this.#active));
  }

  /** Of the view, in CSS pixels: what lies below the heading. */
  get #view() {
    const top = this.#grid.scrollTop;
    return { top, bottom: top + this.#grid.clientHeight - this.#inner.offsetTop };
  }

  /** Makes the rows in sight, and some more on each side; drops the others. */
  #render() {
    const { top, bottom } = this.#view;
    const first = Math.max(0, Math.floor(top / HEIGHT) - 2);
    const inSight = this.#rows.slice(first, Math.ceil(bottom / HEIGHT) + 2);
    const wanted = new Set(inSight.map(({ id }) => id));
    for (const [id, element] of this.#elements) if (!wanted.has(id)) (element.remove(), this.#elements.delete(id));
    inSight.forEach((row, offset) => {
      const element = this.#place(row, first + offset);
      const there = this.#inner.children[offset] ?? null;
      if (there !== element) this.#inner.insertBefore(element, there);
    });
    const active = this.#elements.get(this.#rows[this.#index]?.id ?? -1);
    active ? this.#grid.setAttribute("aria-activedescendant", active.id) : this.#grid.removeAttribute("aria-activedescendant");
  }

  /** @param {Row} row @param {number} index */
  #place(row, index) {
    const element = this.#elements.get(row.id) ?? makeRow(row, this.#thumbnails.of(row));
    this.#elements.set(row.id, element);
    element.style.transform = `translateY(${HEIGHT * index}px)`;
    element.ariaRowIndex = String(index + 2);
    element.ariaSelected = String(this.selection.ids.has(row.id));
    element.classList.toggle("active", index === this.#index);
    fillRow(element, row, this.#nameOf(row));
    return element;
  }

  /** @param {MouseEvent} event */
  #click({ target, shiftKey }) {
    const element = target instanceof Element ? target.closest(".pile-row") : null;
    if (element instanceof HTMLElement) this.#choose(Number(element.dataset.id), shiftKey);
  }

  /** @param {number} id @param {boolean} range */
  #choose(id, range) {
    this.#active = id;
    range ? this.selection.extend(id, this.#order) : this.selection.toggle(id);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { key, shiftKey, ctrlKey, metaKey } = event;
    const step = this.#stepOf(key);
    if (step !== null) this.#move(this.#index + step, shiftKey);
    else if (key === " " && this.#rows.length > 0) this.#choose(/** @type {Row} */ (this.#rows[this.#index]).id, shiftKey);
    else if (key === "Enter") this.enlarge();
    else if (key === "a" && (ctrlKey || metaKey)) this.selection.all(this.#order);
    else if (key === "Escape") this.selection.clear();
    else return;
    event.preventDefault();
  }

  /** How far a key moves; null for other keys. @param {string} key */
  #stepOf(key) {
    const { top, bottom } = this.#view;
    const page = Math.max(1, Math.floor((bottom - top) / HEIGHT) - 1);
    /** @type {Record<string, number>} */
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -this.#rows.length, End: this.#rows.length };
    return steps[key] ?? null;
  }

  /** @param {number} to @param {boolean} range */
  #move(to, range) {
    const index = Math.max(0, Math.min(to, this.#rows.length - 1));
    const [from, row] = [this.#rows[this.#index], this.#rows[index]];
    if (!from || !row) return;
    this.#active = row.id;
    this.#reveal(index);
    if (!range) return this.#render();
    if (!this.selection.ids.has(from.id)) this.selection.toggle(from.id);
    this.selection.extend(row.id, this.#order);
  }

  /** Scrolls a row into sight. @param {number} index */
  #reveal(index) {
    const { top, bottom } = this.#view;
    if (HEIGHT * index < top) this.#grid.scrollTop = HEIGHT * index;
    if (HEIGHT * (index + 1) > bottom) this.#grid.scrollTop += HEIGHT * (index + 1) - bottom;
  }
}
