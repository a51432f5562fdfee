/** The pictures of a class in a scrolling grid. Only the rows in sight exist, so thousands cost no more than dozens. */
import { Selection } from "./selection.js";
import { tell } from "./tile.js";

/** Minimum width of a tile, and the space between two, in CSS pixels. */
const TILE = 64;
const GAP = 6;

export class Grid {
  element = document.createElement("div");
  #inner = document.createElement("div");
  /** The tiles that exist, by picture. @type {Map<number, HTMLElement>} */
  #tiles = new Map();
  /** In the order they came. @type {number[]} */
  #pictures = [];
  /** As shown: the newest first. @type {number[]} */
  #order = [];
  /** @type {Set<number>} */
  #leftOut = new Set();
  /** @type {Set<number>} */
  #aside = new Set();
  /** @type {(id: number) => string} */
  #calledOf = () => "";
  /** Of what is seen of it, in CSS pixels: asking the page each time would have it laid out each time. */
  #view = { width: 0, height: 0, top: 0 };
  /** Index of the picture that the keys act on. */
  #active = 0;
  #columns = 1;
  #side = TILE;

  /**
   * @param {{ thumbnails: import("./thumbnails.js").Thumbnails, fileNames: import("./file-names.js").FileNames }} of the pictures
   * @param {() => void} selectionChanged
   * @param {(id: number) => void} open shows a picture large
   */
  constructor({ thumbnails, fileNames }, selectionChanged, open) {
    this.thumbnails = thumbnails;
    this.fileNames = fileNames;
    this.open = open;
    this.selection = new Selection(() => (this.#render(), selectionChanged()));
    Object.assign(this.element, { className: "grid", tabIndex: 0, role: "listbox", ariaMultiSelectable: "true" });
    this.element.setAttribute("aria-describedby", "grid-keys");
    this.#inner.role = "presentation";
    this.element.append(this.#inner);
    this.element.addEventListener("scroll", () => this.#look(), { passive: true });
    this.element.addEventListener("click", (event) => this.#click(event));
    this.element.addEventListener("dblclick", (event) => this.#openAt(this.#indexOf(event)));
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("focus", () => this.#render());
    fileNames.addEventListener("change", () => this.#render());
    new ResizeObserver(() => this.#look()).observe(this.element);
  }

  /**
   * @param {number[]} pictures in the order they came
   * @param {Set<number>} leftOut
   * @param {Set<number>} aside for testing
   * @param {(id: number) => string} calledOf what the model called a picture, if that is wrong
   */
  show(pictures, leftOut, aside, calledOf) {
    this.#calledOf = calledOf;
    if (pictures !== this.#pictures) this.#order = pictures.toReversed();
    this.#pictures = pictures;
    this.#aside = aside;
    this.#leftOut = leftOut;
    this.#active = Math.max(0, Math.min(this.#active, this.#order.length - 1));
    this.element.hidden = pictures.length === 0;
    this.selection.restrictTo(pictures);
    this.#arrange();
  }

  get order() {
    return this.#order;
  }

  /** Lets the keys act on a picture. @param {number | null} id */
  activate(id) {
    const index = this.#order.indexOf(id ?? -1);
    if (index >= 0) this.#move(index, false);
  }

  /** After what is seen of it may have changed. */
  #look() {
    this.#view = { width: this.#inner.clientWidth, height: this.element.clientHeight, top: this.element.scrollTop };
    this.#arrange();
  }

  #arrange() {
    const { width } = this.#view;
    if (width === 0) return;
    this.#columns = Math.max(1, Math.floor((width + GAP) / (TILE + GAP)));
    this.#side = (width - GAP * (this.#columns - 1)) / this.#columns;
    const rows = Math.ceil(this.#order.length / this.#columns);
    this.#inner.style.height = `${Math.max(0, rows * (this.#side + GAP) - GAP)}px`;
    this.#render();
  }

  /** Makes the tiles in sight, and one row more on each side; drops the others. */
  #render() {
    const { top, height } = this.#view;
    const pitch = this.#side + GAP;
    const first = Math.max(0, Math.floor(top / pitch) - 1) * this.#columns;
    const last = (Math.ceil((top + height) / pitch) + 1) * this.#columns;
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
    const [leftOut, aside] = [this.#leftOut.has(id), this.#aside.has(id)];
    tell(tile, { place: `Picture ${index + 1} of ${this.#order.length}`, fileName: this.fileNames.of(id), aside, leftOut, called: this.#calledOf(id) });
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
    this.#choose(this.#indexOf(event), event.shiftKey);
  }

  /** Of the tile that was pressed; -1 beside the tiles. @param {MouseEvent} event */
  #indexOf({ target }) {
    const tile = target instanceof Element ? target.closest(".tile") : null;
    return tile instanceof HTMLElement ? this.#order.indexOf(Number(tile.dataset.id)) : -1;
  }

  /** @param {number} index */
  #openAt(index) {
    const id = this.#order[index];
    if (id !== undefined) this.open(id);
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
    else if (event.key === "Enter" || (event.key === " " && !event.shiftKey && !event.ctrlKey && !event.metaKey)) this.#openAt(this.#active);
    else if (event.key === " ") this.#choose(this.#active, event.shiftKey);
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
    this.#view.top = view.scrollTop;
  }
}
