/** The pictures behind a figure: looked at, selected, moved, left out, deleted. */
import { leaveOut, movePictures, removePictures } from "../history/pictures.js";
import { announce } from "../page/announce.js";
import { followProject } from "../page/project.js";
import { clone, part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { acceptOne, acceptSure, showAcceptAll } from "./accept.js";
import { entryItem, nameFile } from "./entry.js";

/** @import { Project } from "../../pkg/lib/index.js" */

/** @import { Pictures } from "../classes/panel.js" */
/** @import { Entry } from "./entry.js" */

/** Entries that are shown before one asks for more. */
const SHOWN = 48;

export class LookedAt {
  #inner = clone("looked-at");
  #list = part(this.#inner, "list", HTMLUListElement);
  #more = part(this.#inner, "more", HTMLButtonElement);
  /** As it opened. @type {Entry[]} */
  #all = [];
  /** Those that are still there, in their class, and used. @type {Entry[]} */
  #entries = [];
  #shown = SHOWN;
  /** Ids. @type {Set<number>} */
  #chosen = new Set();
  /** What was used before it opened, to get the focus back. @type {Element | null} */
  #opener = null;

  /** @param {Pictures} pictures @param {HTMLElement} root */
  constructor(pictures, root) {
    const { history } = pictures;
    const { pupil } = history;
    this.pupil = pupil;
    this.pictures = pictures;
    this.root = root;
    root.hidden = true;
    root.append(this.#inner);
    part(this.#inner, "close", HTMLButtonElement).addEventListener("click", () => this.close());
    this.#more.addEventListener("click", () => ((this.#shown += SHOWN), this.#showEntries()));
    const move = part(this.#inner, "move", HTMLSelectElement);
    move.addEventListener("change", () => this.#act((ids) => movePictures(history, ids, Number(move.value))));
    part(this.#inner, "leave-out", HTMLButtonElement).addEventListener("click", () => this.#act((ids) => leaveOut(history, ids, true)));
    part(this.#inner, "delete", HTMLButtonElement).addEventListener("click", () => this.#act((ids) => removePictures(history, ids)));
    part(this.#inner, "accept-all", HTMLButtonElement).addEventListener("click", () => this.#act(() => acceptSure(history, this.#entries)));
    pictures.fileNames.addEventListener("change", () => this.#showFileNames());
    followProject(pupil, (project) => this.root.hidden || this.#follow(project));
  }

  /** @param {string} title @param {string} words @param {Entry[]} entries */
  open(title, words, entries) {
    this.#opener = document.activeElement;
    this.#all = entries;
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

  /** Leaves out what is gone or in another class now; undone, it is back. @param {Project} project */
  #follow({ classes, disabledPictures }) {
    const classOf = new Map(classes.flatMap(({ id, pictures }) => pictures.map((picture) => [picture, id])));
    const out = new Set(disabledPictures);
    const stays = (/** @type {Entry} */ { id, classId }) => classOf.get(id) === classId && !out.has(id);
    this.#entries = this.#all.filter(stays);
    const there = new Set(this.#entries.map(({ id }) => id));
    this.#chosen = new Set([...this.#chosen].filter((id) => there.has(id)));
    this.#showEntries();
  }

  #showEntries() {
    const shown = this.#entries.slice(0, this.#shown);
    const ids = new Set(shown.map(({ id }) => String(id)));
    const items = new Map([...this.#list.children].map((item) => [/** @type {HTMLElement} */ (item).dataset.id, item]));
    for (const [id, item] of items) if (!ids.has(id ?? "")) item.remove();
    shown.forEach((entry, index) => {
      const item = items.get(String(entry.id)) ?? this.#item(entry);
      const there = this.#list.children[index] ?? null;
      if (there !== item) this.#list.insertBefore(item, there);
    });
    showAcceptAll(this.#inner, this.#entries);
    this.#more.hidden = this.#entries.length <= this.#shown;
    this.#showSelection();
  }

  /** @param {Entry} entry */
  #item(entry) {
    return entryItem(entry, this.pictures, {
      choose: (chosen) => {
        chosen ? this.#chosen.add(entry.id) : this.#chosen.delete(entry.id);
        this.#showSelection();
      },
      open: () => this.pictures.viewer.open(this.#entries.map(({ id }) => id), entry.id, (last) => this.#focusOn(last)),
      accept: (offer) => this.#accept(entry, offer),
    });
  }

  /** The focus goes on to the next one's button. @param {Entry} entry @param {import("./entry.js").Offer} offer */
  async #accept(entry, offer) {
    const next = this.#entries[this.#entries.indexOf(entry) + 1];
    await this.#act(() => acceptOne(this.pictures.history, entry.id, offer));
    if (next) this.#focusOn(next.id, "button.accept");
  }

  /** @param {number | null} id @param {string} [selector] */
  #focusOn(id, selector = "input") {
    const chosen = this.#list.querySelector(`[data-id="${id}"] ${selector}`);
    if (chosen instanceof HTMLElement) chosen.focus();
    else this.root.focus({ preventScroll: true });
  }

  #showFileNames() {
    for (const item of this.#list.querySelectorAll("li")) nameFile(item, this.pictures.fileNames.of(Number(item.dataset.id)));
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
