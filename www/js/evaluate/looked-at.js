/** The pictures behind a figure: looked at, selected, moved, left out, deleted. */
import { leaveOut, movePictures, removePictures } from "../classes/picture-actions.js";
import { announce } from "../page/announce.js";
import { followProject } from "../page/project.js";
import { clone, part } from "../page/template.js";
import { toastError } from "../page/toasts.js";

/** @import { Project, Pupil } from "../../pkg/lib/index.js" */

/**
 * @typedef {object} Entry
 * @property {number} id of the picture
 * @property {number} classId the class it was in when it was looked at: once it is in another, it leaves the list
 * @property {string} caption
 * @property {string} detail
 */

/** Entries that are shown before one asks for more. */
const SHOWN = 48;

export class LookedAt {
  #inner = clone("looked-at");
  #list = part(this.#inner, "list", HTMLUListElement);
  #more = part(this.#inner, "more", HTMLButtonElement);
  /** @type {Entry[]} */
  #entries = [];
  #shown = SHOWN;
  /** Ids. @type {Set<number>} */
  #chosen = new Set();
  /** What was used before it opened, to get the focus back. @type {Element | null} */
  #opener = null;

  /** @param {Pupil} pupil @param {import("../classes/thumbnails.js").Thumbnails} thumbnails @param {HTMLElement} root */
  constructor(pupil, thumbnails, root) {
    this.pupil = pupil;
    this.thumbnails = thumbnails;
    this.root = root;
    root.hidden = true;
    root.append(this.#inner);
    part(this.#inner, "close", HTMLButtonElement).addEventListener("click", () => this.close());
    this.#more.addEventListener("click", () => ((this.#shown += SHOWN), this.#showEntries()));
    const move = part(this.#inner, "move", HTMLSelectElement);
    move.addEventListener("change", () => this.#act((ids) => movePictures(pupil, ids, Number(move.value))));
    part(this.#inner, "leave-out", HTMLButtonElement).addEventListener("click", () => this.#act((ids) => leaveOut(pupil, ids, true)));
    part(this.#inner, "delete", HTMLButtonElement).addEventListener("click", () => this.#act((ids) => removePictures(pupil, ids)));
    followProject(pupil, (project) => this.#follow(project));
  }

  /** @param {string} title @param {string} words @param {Entry[]} entries */
  open(title, words, entries) {
    this.#opener = document.activeElement;
    this.#entries = entries;
    this.#shown = SHOWN;
    this.#chosen.clear();
    this.#list.replaceChildren();
    part(this.#inner, "title", HTMLElement).textContent = this.root.ariaLabel = title;
    part(this.#inner, "words", HTMLElement).textContent = words;
    this.root.hidden = false;
    this.#follow(this.pupil.project);
    this.root.focus({ preventScroll: true });
    this.root.scrollIntoView({ block: "nearest" });
  }

  close() {
    if (this.root.hidden) return;
    const focused = this.root.contains(document.activeElement);
    this.root.hidden = true;
    if (!focused) return;
    const opener = this.#opener?.isConnected ? this.#opener : this.root.closest("section");
    if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
  }

  /** Drops what is gone or in another class now. @param {Project} project */
  #follow({ classes, disabledPictures }) {
    const classOf = new Map(classes.flatMap(({ id, pictures }) => pictures.map((picture) => [picture, id])));
    const out = new Set(disabledPictures);
    const stays = (/** @type {Entry} */ { id, classId }) => classOf.get(id) === classId && !out.has(id);
    this.#entries = this.#entries.filter(stays);
    const there = new Set(this.#entries.map(({ id }) => id));
    this.#chosen = new Set([...this.#chosen].filter((id) => there.has(id)));
    this.#showEntries();
  }

  #showEntries() {
    const shown = this.#entries.slice(0, this.#shown);
    const ids = new Set(shown.map(({ id }) => String(id)));
    const items = new Map([...this.#list.children].map((item) => [/** @type {HTMLElement} */ (item).dataset.id, item]));
    for (const [id, item] of items) if (!ids.has(id ?? "")) item.remove();
    for (const entry of shown) if (!items.has(String(entry.id))) this.#list.append(this.#item(entry));
    this.#more.hidden = this.#entries.length <= this.#shown;
    this.#showSelection();
  }

  /** @param {Entry} entry */
  #item({ id, caption, detail }) {
    const item = clone("picture-entry");
    const picture = part(item, "picture", HTMLImageElement);
    const chosen = part(item, "chosen", HTMLInputElement);
    item.dataset.id = String(id);
    part(item, "caption", HTMLElement).textContent = caption;
    part(item, "detail", HTMLElement).textContent = detail;
    this.thumbnails.url(id).then((url) => (picture.src = url), () => item.classList.add("broken"));
    chosen.addEventListener("change", () => {
      chosen.checked ? this.#chosen.add(id) : this.#chosen.delete(id);
      this.#showSelection();
    });
    return item;
  }

  #showSelection() {
    const bar = part(this.#inner, "selection", HTMLElement);
    bar.hidden = this.#chosen.size === 0;
    const text = `${this.#chosen.size.toLocaleString("en")} selected`;
    const label = part(bar, "selected", HTMLElement);
    if (!bar.hidden && label.textContent !== text) announce(text);
    label.textContent = text;
    const placeholder = new Option("Move to …", "", true, true);
    placeholder.disabled = true;
    part(bar, "move", HTMLSelectElement).replaceChildren(placeholder, ...this.pupil.project.classes.map(({ id, name }) => new Option(name, String(id))));
  }

  /** @param {(ids: number[]) => Promise<unknown>} work */
  async #act(work) {
    const ids = [...this.#chosen];
    try {
      await work(ids);
      this.root.focus({ preventScroll: true });
    } catch (error) {
      toastError(error);
    }
  }
}
