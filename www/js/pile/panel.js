/** Classify many: a folder or a thousand files, each with the model's answer, in a table that fills as it goes. */
import { takeArrivals } from "../files/arrivals.js";
import { visible } from "../files/hidden.js";
import { pick } from "../files/picker.js";
import { framesOf } from "../films/frames.js";
import { isFilm } from "../films/player.js";
import { foldedFailures } from "../import/failures.js";
import { announce, announceQuarters } from "../page/announce.js";
import { hideNotice, showNotice } from "../page/notices.js";
import { onceEmpty } from "../page/project.js";
import { byId, part } from "../page/template.js";
import { about, count } from "../page/words.js";
import { Asking } from "./asking.js";
import { Contents } from "./contents.js";
import { TROUBLE, byName, groups } from "./order.js";
import { Pile } from "./pile.js";
import { TakeHome } from "./take-home.js";

/** @import { EditHistory } from "../history/history.js" */
/** @import { Arrival, Found } from "../files/found.js" */

/** Of the notice about files that are no pictures. */
const LEFT_OUT = "left out of the pile";

/** Minimum milliseconds between two looks at a table that fills. */
const PAUSE_MS = 250;

/** A look rests this many times as long as the one before took: thousands of rows take some time to sort. */
const REST = 10;

export class PilePanel {
  #root = byId("pile", HTMLElement);
  #pile;
  #asking;
  #contents;
  #timer = 0;
  /** How long the last look took. */
  #tookMs = 0;
  #sayQuarters = announceQuarters("Classifying");

  /** @param {EditHistory} history */
  constructor(history) {
    this.pupil = history.pupil;
    this.#pile = new Pile(history.pupil);
    this.#asking = new Asking(this.#pile);
    this.#contents = new Contents(this.#root, history, this.#pile);
    new TakeHome(this.#root, this.#pile, this.#contents);
    this.#on("choose-folder", () => pick("folder", (arrival) => this.take(arrival)));
    this.#on("choose-files", () => pick("files", (arrival) => this.take(arrival)));
    this.#on("empty", () => (this.#empty(), part(this.#root, "choose-folder", HTMLElement).focus()));
    this.#on("cancel", () => this.#asking.cancel());
    this.#on("again", () => this.#askAgain());
    takeArrivals(this.#root, (arrival) => this.take(arrival));
    for (const source of [this.#pile, this.#asking]) source.addEventListener("change", () => this.#showSoon());
    this.#asking.addEventListener("end", () => this.#tellEnd());
    onceEmpty(history.pupil, () => this.#empty());
    this.#show();
  }

  /** @param {string} name @param {() => unknown} act */
  #on(name, act) {
    part(this.#root, name, HTMLButtonElement).addEventListener("click", act);
  }

  /** @param {Arrival} arrival */
  async take({ files, unreadable }) {
    const there = visible(files).sort((a, b) => byName(a.path, b.path));
    const pictures = there.filter(({ picture }) => picture).map(itemOf);
    this.#asking.ask(this.#pile.add(pictures));
    const { frames, failures } = await framesOf(there.filter(({ file }) => isFilm(file)));
    this.#asking.ask(this.#pile.add(frames));
    this.#tellLeftOut(pictures.length + frames.length, [
      ...failures,
      ...there.filter(({ file, picture }) => !picture && !isFilm(file)).map(({ path }) => ({ name: path, message: "It is no picture." })),
      ...unreadable.map((name) => ({ name, message: "The browser could not read it." })),
    ]);
  }

  /** @param {number} pictures @param {import("../import/failures.js").Failure[]} failures */
  #tellLeftOut(pictures, failures) {
    hideNotice(LEFT_OUT);
    if (pictures > 0 && failures.length === 0) return;
    const message = pictures > 0 ? `${count(pictures, "picture")} found; ${count(failures.length, "other file was", "other files were")} left out.` : "There is no picture in it.";
    showNotice({ code: LEFT_OUT, message }, { calm: true, more: foldedFailures(failures) });
  }

  /** Also when another project comes: the answers are about this one's classes. */
  #empty() {
    this.#asking.cancel();
    this.#pile.clear();
    this.#show();
  }

  #askAgain() {
    this.#contents.focus();
    this.#asking.ask(this.#pile.outdated);
  }

  #tellEnd() {
    this.#show();
    const { rows } = this.#pile;
    const failed = groups(rows).get(TROUBLE) ?? 0;
    announce(`${count(rows.filter(({ answer }) => answer).length, "picture")} classified.${failed > 0 ? ` ${failed} could not be read.` : ""}`);
  }

  #showSoon() {
    this.#timer ||= window.setTimeout(() => this.#show(), Math.max(PAUSE_MS, REST * this.#tookMs));
  }

  #show() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const start = performance.now();
    const { rows } = this.#pile;
    this.#root.hidden = this.pupil.project.trained === null && rows.length === 0;
    part(this.#root, "empty", HTMLElement).hidden = part(this.#root, "contents", HTMLElement).hidden = rows.length === 0;
    this.#contents.show(rows);
    this.#showProgress();
    this.#showOutdated();
    this.#tookMs = performance.now() - start;
  }

  #showProgress() {
    const { amount } = this.#asking;
    const progress = part(this.#root, "progress", HTMLElement);
    if (!amount && progress.contains(document.activeElement)) this.#contents.focus();
    progress.hidden = !amount;
    if (!amount) return;
    const { done, total, left } = amount;
    const bar = part(progress, "bar", HTMLProgressElement);
    [bar.max, bar.value] = [total, done];
    part(progress, "words", HTMLElement).textContent = `${done.toLocaleString("en")} of ${count(total, "picture")}${left === null ? "" : ` · ${about(left)} left`}`;
    this.#sayQuarters(done, total);
  }

  #showOutdated() {
    const outdated = this.#asking.amount ? 0 : this.#pile.outdated.length;
    part(this.#root, "outdated", HTMLElement).hidden = outdated === 0;
    const all = this.#pile.rows.filter(({ answer }) => answer).length;
    part(this.#root, "outdated-words", HTMLElement).textContent = outdated === all ? "These answers are from before your last changes." : `${count(outdated, "answer is", "answers are")} from before your last changes.`;
  }
}

/** @param {Found} found */
function itemOf({ file, path }) {
  return { key: [path, file.size, file.lastModified].join("|"), path, name: file.name, time: null, source: undefined, file: () => Promise.resolve(file) };
}
