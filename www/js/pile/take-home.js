/** Takes the answers home: as a table, and as copies sorted into folders. */
import { foldedFailures } from "../import/failures.js";
import { announce } from "../page/announce.js";
import { download } from "../page/download.js";
import { hideNotice, showNotice } from "../page/notices.js";
import { part } from "../page/template.js";
import { count, list, size } from "../page/words.js";
import { chooseFolder, copyToFolder, WRITES_FOLDERS, zipOf } from "./copies.js";
import { csvLines } from "./csv.js";
import { NONE, groupOf } from "./order.js";
import { placesOf } from "./places.js";

/** @import { Failure } from "../import/failures.js" */
/** @import { Contents } from "./contents.js" */
/** @import { Pile } from "./pile.js" */
/** @import { Place } from "./places.js" */

/** Of the notice. */
const CODE = "pile copies";

export class TakeHome {
  #root;
  #pile;
  #contents;
  /** Ends the copying that is under way. @type {AbortController | null} */
  #copying = null;

  /** @param {HTMLElement} root @param {Pile} pile @param {Contents} contents */
  constructor(root, pile, contents) {
    this.#root = root;
    this.#pile = pile;
    this.#contents = contents;
    const copy = part(root, "copy", HTMLButtonElement);
    copy.textContent = WRITES_FOLDERS ? "Copy into folders by class" : "Download as folders by class";
    copy.addEventListener("click", () => this.#copy(copy));
    part(root, "csv", HTMLButtonElement).addEventListener("click", () => this.#table());
    part(root, "copy-cancel", HTMLButtonElement).addEventListener("click", () => this.#copying?.abort());
  }

  #table() {
    const file = new Blob(csvLines(this.#pile.rows, this.#contents.nameOfClass), { type: "text/csv" });
    download(file, "pupil-answers.csv");
    announce(`The table is in your downloads: ${count(this.#pile.rows.length, "picture")}.`);
  }

  /** @param {HTMLButtonElement} button */
  async #copy(button) {
    if (this.#copying) return;
    const parent = WRITES_FOLDERS ? await chooseFolder().catch((error) => (tell(error.message, []), null)) : null;
    const places = placesOf(this.#pile.rows, (row) => (groupOf(row) === NONE ? "none of these" : this.#contents.nameOf(row)));
    if (WRITES_FOLDERS && !parent) return;
    if (places.length === 0) return tell("No picture has an answer yet.", []);
    /** @type {Failure[]} */
    const failures = [];
    hideNotice(CODE);
    try {
      tell(await this.#write(parent, places, failures), failures);
    } catch (error) {
      tell(troubleWords(error), failures);
    }
    this.#end(button);
  }

  /** @param {FileSystemDirectoryHandle | null} parent null for a zip @param {Place[]} places @param {Failure[]} failures @returns {Promise<string>} what came of it */
  async #write(parent, places, failures) {
    this.#copying = new AbortController();
    let done = 0;
    const show = () => this.#show(done, places.length);
    const copying = { signal: this.#copying.signal, passed: () => (done++, show()), failed: (/** @type {Failure} */ failure) => failures.push(failure) };
    show();
    if (parent) {
      const folder = await copyToFolder(parent, places, copying);
      const stopped = copying.signal.aborted ? "Stopped; what was copied stays. " : "";
      return `${stopped}${count(done - failures.length, "copy is", "copies are")} in “${parent.name}/${folder}”, sorted into ${foldersOf(places)}.`;
    }
    const zip = await zipOf(places, copying);
    download(zip, "pupil-sorted.zip");
    return `${count(done - failures.length, "copy is", "copies are")} in your downloads, sorted into ${foldersOf(places)}: ${size(zip.size)}.`;
  }

  /** @param {number} done @param {number} total */
  #show(done, total) {
    const progress = part(this.#root, "copy-progress", HTMLElement);
    const bar = part(progress, "copy-bar", HTMLProgressElement);
    progress.hidden = false;
    part(this.#root, "copy", HTMLButtonElement).ariaDisabled = "true";
    [bar.max, bar.value] = [total || 1, done];
    part(progress, "copy-words", HTMLElement).textContent = `${done.toLocaleString("en")} of ${count(total, "picture")} copied`;
  }

  /** @param {HTMLButtonElement} button that began it */
  #end(button) {
    const progress = part(this.#root, "copy-progress", HTMLElement);
    this.#copying = null;
    button.ariaDisabled = "false";
    // The focus would be lost with the button that it is on.
    if (progress.contains(document.activeElement)) button.focus();
    progress.hidden = true;
  }
}

/** @param {Place[]} places */
function foldersOf(places) {
  const names = [...new Set(places.map(({ folder }) => folder))];
  return names.length > 4 ? count(names.length, "folder") : list(names.map((name) => `“${name}”`));
}

/** @param {unknown} error */
function troubleWords(error) {
  const { name, message } = /** @type {Error} */ (error);
  if (name === "AbortError") return "Stopped. Nothing was downloaded.";
  if (name === "QuotaExceededError") return "The disk is full. What was copied until then stays. Free some space, then copy again.";
  return `The copies could not be made (${message}). Choose another folder, or try again.`;
}

/** @param {string} message @param {Failure[]} failures */
function tell(message, failures) {
  showNotice({ code: CODE, message }, { calm: true, more: foldedFailures(failures) });
  announce(message);
}
