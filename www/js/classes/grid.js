/** The pictures of a class in a scrolling grid. Only the rows in sight exist, so thousands cost no more than dozens. */
import { Selection } from "./selection.js";

/** Minimum width of a tile, and the space between two, in CSS pixels. */
const TILE = 64;
const GAP = 6;

export class Grid {
  element = document.createElement("div");
  #inner = document.createElement("div");
  /** The tiles that exist, by picture. @type {Map<number, HTMLElement>} */
  #tiles = new Map();
  /** As shown: the newest first. @type {number[]} */
  #order = [];
  /** @type {Set<number>} */
  #leftOut = new Set();
  /** @type {Set<number>} */
  #aside = new Set();
  /** Index of the picture that the keys act on. */
  #active = 0;
  #columns = 1;
  #side = TILE;

  /**
   * @param {import("./thumbnails.js").Thumbnails} thumbnails
   * @param {() => void} selectionChanged
   */
  constructor(thumbnails, selectionChanged) {
    this.thumbnails = thumbnails;
    this.selection = new Selection(() => (this.#render(), selectionChanged()));
    Object.assign(this.element, { className: "grid", tabIndex: 0, role: "listbox", ariaMultiSelectable: "true" });
    this.#inner.role = "presentation";
    this.element.append(this.#inner);
    this.element.addEventListener("scroll", () => this.#render(), { passive: true });
    this.element.addEventListener("click", (event) => this.#click(event));
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("focus", () => this.#render());
    new ResizeObserver(() => this.#measure()).observe(this.element);
  }

  /**
   * @param {number[]} pictures in the order they came
   * @param {Set<number>} leftOut
   * @param {Set<number>} aside for testing
   */
  show(pictures, leftOut, aside) {
    this.#aside = aside;
    this.#order = pictures.toReversed();
    this.#leftOut = leftOut;
    this.#active = Math.max(0, Math.min(this.#active, this.#order.length - 1));
    this.element.hidden = pictures.length === 0;
    this.selection.restrictTo(new Set(pictures));
    this.#measure();
  }

  get order() {
    return this.#order;
  }

  #measure() {
    const width = this.#inner.clientWidth;
    this.#columns = Math.max(1, Math.floor((width + GAP) / (TILE + GAP)));
    this.#side = (width - GAP * (this.#columns - 1)) / this.#columns;
    const rows = Math.ceil(this.#order.length / this.#columns);
    this.#inner.style.height = `${Math.max(0, rows * (this.#side + GAP) - GAP)}px`;
    this.#render();
  }

  /** Makes the tiles in sight, and one row more on each side; drops the others. */
  #render() {
    const pitch = this.#side + GAP;
    const first = Math.max(0, Math.floor(this.element.scrollTop / pitch) - 1) * this.#columns;
    const last = (Math.ceil((this.element.scrollTop + this.element.clientHeight) / pitch) + 1) * this.#columns;
    const inSight = this.#order.slice(first, last);
    const wanted = new Set(inSight);
    for (const [id, tile] of this.#tiles) if (!wanted.has(id)) (tile.remove(), this.#tiles.delete(id));
    inSight.forEach((id, offset) => this.#put(this.#place(id, first + offset), offset));
    const active = this.#tiles.get(this.#order[this.#active] ?? -1);
    active ? this.element.setAttribute("aria-activedescendant", active.id) : this.element.removeAttribute("aria-activedescendant");
  }

  /** Puts a tile in its place in reading order; they may have been made in another. @param {HTMLElement} tile @param {number} offset */
  #put(tile, offset) {
    const there = this.#inner.children[offset] ?? null;
    if (there !== tile) this.#inner.insertBefore(tile, there);
  }

  /** @param {number} id @param {number} index */
  #place(id, index) {
    const tile = this.#tiles.get(id) ?? this.#makeTile(id);
    const x = (index % this.#columns) * (this.#side + GAP);
    const y = Math.floor(index / this.#columns) * (this.#side + GAP);
    tile.style.cssText = `width:${this.#side}px;height:${this.#side}px;transform:translate(${x}px,${y}px)`;
    tile.ariaSelected = String(this.selection.ids.has(id));
    tile.ariaPosInSet = String(index + 1);
    tile.ariaSetSize = String(this.#order.length);
    tile.ariaLabel = `Picture ${index + 1}${this.#leftOut.has(id) ? ", left out" : ""}${this.#aside.has(id) ? ", for testing" : ""}`;
    tile.classList.toggle("aside", this.#aside.has(id));
    tile.classList.toggle("left-out", this.#leftOut.has(id));
    tile.classList.toggle("active", index === this.#active);
    return tile;
  }

  /** @param {number} id */
  #makeTile(id) {
    const tile = document.createElement("div");
    const picture = new Image();
    picture.alt = "";
    this.thumbnails.url(id).then((url) => (picture.src = url), () => tile.classList.add("broken"));
    tile.id = `picture-${id}`;
    tile.dataset.id = String(id);
    tile.className = "tile";
    tile.role = "option";
    tile.append(picture);
    this.#tiles.set(id, tile);
    return tile;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const tile = event.target instanceof Element ? event.target.closest(".tile") : null;
    if (!(tile instanceof HTMLElement)) return;
    this.#choose(this.#order.indexOf(Number(tile.dataset.id)), event.shiftKey);
  }

  /** @param {number} index @param {boolean} range */
  #choose(index, range) {
    const id = this.#order[index];
    if (id === undefined) return;
    this.#active = index;
    range ? this.selection.extend(id, this.#order) : this.selection.toggle(id);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = this.#stepOf(event.key);
    if (step !== null) this.#move(this.#active + step, event.shiftKey);
    else if (event.key === " " || event.key === "Enter") this.#choose(this.#active, event.shiftKey);
    else if (event.key === "a" && (event.ctrlKey || event.metaKey)) this.selection.all(this.#order);
    else if (event.key === "Escape") this.selection.clear();
    else return;
    event.preventDefault();
  }

  /** How far a key moves in the order; null for other keys. @param {string} key */
  #stepOf(key) {
    /** @type {Record<string, number>} */
    const steps = {
      ArrowRight: 1, ArrowLeft: -1, ArrowDown: this.#columns, ArrowUp: -this.#columns,
      Home: -this.#order.length, End: this.#order.length,
    };
    return steps[key] ?? null;
  }

  /** @param {number} index @param {boolean} range */
  #move(index, range) {
    this.#active = Math.max(0, Math.min(index, this.#order.length - 1));
    this.#reveal();
    if (range) this.#choose(this.#active, true);
    else this.#render();
  }

  /** Scrolls the active tile into sight. */
  #reveal() {
    const top = Math.floor(this.#active / this.#columns) * (this.#side + GAP);
    const view = this.element;
    if (top < view.scrollTop) view.scrollTop = top;
    if (top + this.#side > view.scrollTop + view.clientHeight) view.scrollTop = top + this.#side - view.clientHeight;
  }
}
