/** A picture, large: its file name, what the model says of it, and what can be done with it. Arrows go to its neighbours. */
import { leaveOut, movePictures, removePictures } from "../history/pictures.js";
import { announce } from "../page/announce.js";
import { bringDock } from "../page/dock.js";
import { followProject } from "../page/project.js";
import { seenUrl } from "../page/seen.js";
import { byId, part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { breakable } from "../page/words.js";
import { Answer } from "./answer.js";

/** @import { Project } from "../../pkg/lib/index.js" */

export class Viewer {
  #dialog = byId("viewer", HTMLDialogElement);
  #picture = part(this.#dialog, "picture", HTMLImageElement);
  #answer;
  /** As they were listed when it opened. @type {number[]} */
  #all = [];
  /** @type {number | null} */
  #id = null;
  /** @type {(id: number | null) => void} */
  #closed = () => {};

  /** @param {import("../history/history.js").EditHistory} history */
  constructor(history) {
    const { pupil } = history;
    this.pupil = pupil;
    this.#answer = new Answer(this.#dialog, pupil);
    const move = part(this.#dialog, "move", HTMLSelectElement);
    move.addEventListener("change", () => this.#act((ids) => movePictures(history, ids, Number(move.value))));
    this.#on("leave-out", () => this.#act((ids) => leaveOut(history, ids, !this.#isLeftOut())));
    this.#on("delete", () => this.#delete(history));
    this.#on("before", () => this.#step(-1));
    this.#on("after", () => this.#step(1));
    this.#dialog.addEventListener("keydown", (event) => this.#key(event, history));
    this.#dialog.addEventListener("close", () => this.#end());
    followProject(pupil, (project) => this.#follow(project));
  }

  /**
   * @param {number[]} pictures the arrows go through
   * @param {number} id the one to begin with
   * @param {(id: number | null) => void} [closed] called at the end with the one that was looked at last
   */
  open(pictures, id, closed = () => {}) {
    this.#all = pictures;
    this.#closed = closed;
    bringDock(this.#dialog);
    this.#dialog.showModal();
    this.#show(id);
  }

  /** @param {string} name @param {() => unknown} act */
  #on(name, act) {
    part(this.#dialog, name, HTMLButtonElement).addEventListener("click", act);
  }

  /** @param {KeyboardEvent} event @param {import("../history/history.js").EditHistory} history */
  #key(event, history) {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || target instanceof HTMLSelectElement) return;
    if (key === "ArrowLeft") this.#step(-1);
    else if (key === "ArrowRight") this.#step(1);
    else if (key === "Home") this.#step(-this.#all.length);
    else if (key === "End") this.#step(this.#all.length);
    else if (key === "Delete" || key === "Backspace") void this.#delete(history);
    else if (key === "m") part(this.#dialog, "move", HTMLSelectElement).focus();
    else return;
    event.preventDefault();
  }

  /** The pictures that are still there. */
  get #present() {
    const there = new Set(this.pupil.project.classes.flatMap(({ pictures }) => pictures));
    return this.#all.filter((id) => there.has(id));
  }

  /** @param {number} by */
  #step(by) {
    const present = this.#present;
    const index = present.indexOf(this.#id ?? -1);
    const id = present[Math.max(0, Math.min(index + by, present.length - 1))];
    if (id !== undefined && id !== this.#id) void this.#show(id);
  }

  /** @param {import("../history/history.js").EditHistory} history */
  #delete(history) {
    return this.#act((ids) => removePictures(history, ids));
  }

  /** The focus goes to the picture, where the keys act on it. @param {(ids: number[]) => Promise<unknown>} work */
  async #act(work) {
    part(this.#dialog, "frame", HTMLElement).focus();
    if (this.#id !== null) await work([this.#id]).catch(toastError);
  }

  /** A picture that is gone gives way to its neighbour. @param {Project} project */
  #follow(project) {
    if (!this.#dialog.open || this.#id === null) return;
    const present = this.#present;
    if (present.includes(this.#id)) return this.#showFacts(project);
    const place = this.#all.indexOf(this.#id);
    const next = present.find((id) => this.#all.indexOf(id) > place) ?? present.at(-1);
    if (next === undefined) this.#dialog.close();
    else void this.#show(next);
  }

  /** @param {number} id */
  async #show(id) {
    this.#id = id;
    this.#answer.wait();
    this.#showFacts(this.pupil.project);
    try {
      const [[info], file] = await Promise.all([this.pupil.pictures.info([id]), this.pupil.pictures.original(id)]);
      if (this.#id !== id || !info) return;
      part(this.#dialog, "name", HTMLElement).replaceChildren(...breakable(info.name));
      this.#picture.alt = info.name;
      await this.#draw(file, id);
      if (this.#id !== id) return;
      const said = await this.#answer.show(file);
      if (this.#id === id) announce(`${info.name}. ${this.#facts(this.pupil.project)}. ${said}`);
    } catch (error) {
      if (this.#id === id) toastError(error);
    }
  }

  /** Where the browser cannot show the file, its thumbnail is shown. @param {Blob} file @param {number} id */
  async #draw(file, id) {
    const url = await seenUrl(this.pupil, file);
    if (this.#id !== id) return URL.revokeObjectURL(url);
    URL.revokeObjectURL(this.#picture.src);
    this.#picture.src = url;
    await this.#picture.decode().catch(async () => {
      this.#picture.src = URL.createObjectURL(await this.pupil.pictures.thumbnail(id));
      await this.#picture.decode();
    });
    const { naturalWidth, naturalHeight } = this.#picture;
    part(this.#dialog, "frame", HTMLElement).style.setProperty("--ratio", String(naturalWidth / naturalHeight));
  }

  #isLeftOut() {
    return this.#id !== null && this.pupil.project.disabledPictures.includes(this.#id);
  }

  /** @param {Project} project */
  #showFacts(project) {
    const present = this.#present;
    part(this.#dialog, "facts", HTMLElement).textContent = this.#facts(project);
    part(this.#dialog, "before", HTMLButtonElement).ariaDisabled = String(this.#id === present[0]);
    part(this.#dialog, "after", HTMLButtonElement).ariaDisabled = String(this.#id === present.at(-1));
    part(this.#dialog, "leave-out", HTMLButtonElement).textContent = this.#isLeftOut() ? "Use again" : "Ignore";
    const own = classOf(project, this.#id);
    const placeholder = new Option("Move to …", "", true, true);
    placeholder.disabled = true;
    const others = project.classes.filter(({ id }) => id !== own?.id);
    const move = part(this.#dialog, "move", HTMLSelectElement);
    move.hidden = others.length === 0;
    move.replaceChildren(placeholder, ...others.map(({ id, name }) => new Option(name, String(id))));
  }

  /** "Picture 7 of 24 · star · for testing". @param {Project} project */
  #facts(project) {
    const present = this.#present;
    const id = this.#id ?? -1;
    const marks = [project.asidePictures.includes(id) ? "for testing" : "", this.#isLeftOut() ? "ignored" : ""];
    return [`Picture ${present.indexOf(id) + 1} of ${present.length}`, classOf(project, id)?.name ?? "", ...marks].filter((mark) => mark !== "").join(" · ");
  }

  #end() {
    const last = this.#id;
    this.#id = null;
    this.#answer.wait();
    URL.revokeObjectURL(this.#picture.src);
    this.#picture.removeAttribute("src");
    this.#closed(last);
  }
}

/** @param {Project} project @param {number | null} picture */
function classOf({ classes }, picture) {
  return classes.find(({ pictures }) => picture !== null && pictures.includes(picture));
}
