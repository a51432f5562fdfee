/** What is in the pile: which rows are shown, in what order, and what is done with those that are chosen. */
import { putInto } from "../import/put.js";
import { announce } from "../page/announce.js";
import { part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { count } from "../page/words.js";
import { arranged, groups, NONE, TROUBLE, WAITING } from "./order.js";
import { Table } from "./table.js";

/** @import { EditHistory } from "../history/history.js" */
/** @import { Column, Order } from "./order.js" */
/** @import { Answer, Pile, Row } from "./pile.js" */

/** @type {Record<string, string>} */
const WORDS = { [NONE]: "None of these", [TROUBLE]: "Could not be read", [WAITING]: "Not asked yet" };

/** @type {Record<Column, string>} */
const COLUMNS = { name: "name", class: "class", sure: "how sure Pupil is", none: "none of these" };

export class Contents {
  #root;
  #table;
  #filter;
  /** @type {Order} */
  #order = null;
  /** @type {Row[]} */
  #rows = [];

  /** @param {HTMLElement} root @param {EditHistory} history @param {Pile} pile */
  constructor(root, history, pile) {
    this.history = history;
    this.pile = pile;
    this.#root = root;
    this.#table = new Table(root, history.pupil, () => this.#showSelection(), this.nameOf);
    this.#filter = part(root, "filter", HTMLSelectElement);
    this.#filter.addEventListener("change", () => this.#arrange(true));
    this.#filter.addEventListener("blur", () => this.show(this.#rows));
    for (const button of this.#headings) button.addEventListener("click", () => this.#sortBy(/** @type {Column} */ (button.dataset.sort)));
    const move = part(root, "move", HTMLSelectElement);
    move.addEventListener("change", () => this.#learn(Number(move.value)));
    part(root, "enlarge", HTMLButtonElement).addEventListener("click", () => this.#table.enlarge());
    part(root, "unselect", HTMLButtonElement).addEventListener("click", () => (this.#table.selection.clear(), this.focus()));
  }

  get #headings() {
    return [...this.#root.querySelectorAll("button[data-sort]")].map((button) => /** @type {HTMLButtonElement} */ (button));
  }

  /** The name that a class of an answer has now. @param {Answer["classes"][number]} named */
  nameOfClass = ({ classId, label }) => this.history.pupil.project.classes.find(({ id }) => id === classId)?.name ?? label;

  /** The name of the class that a row is called. @param {Row} row */
  nameOf = ({ answer }) => {
    const best = answer?.classes[answer.best];
    return best ? this.nameOfClass(best) : "";
  };

  focus() {
    this.#table.focus();
  }

  /** @param {Row[]} rows */
  show(rows) {
    this.#rows = rows;
    if (document.activeElement !== this.#filter) this.#listGroups(); // a list that is open stays as it is
    this.#arrange(false);
    this.#showSelection();
  }

  /** @param {boolean} aloud */
  #arrange(aloud) {
    const shown = arranged(this.#rows, this.#filter.value, this.#order, this.nameOf);
    this.#table.show(shown);
    if (aloud) announce(`${count(shown.length, "picture")} shown.`);
  }

  /** Up, down, then as they came. @param {Column} column */
  #sortBy(column) {
    const before = this.#order?.column === column ? this.#order : null;
    this.#order = !before ? { column, falls: false } : before.falls ? null : { column, falls: true };
    for (const { dataset, parentElement } of this.#headings) {
      const sorted = dataset.sort === this.#order?.column;
      if (parentElement) parentElement.ariaSort = !sorted ? "none" : this.#order?.falls ? "descending" : "ascending";
    }
    this.#arrange(false);
    announce(this.#order ? `Sorted by ${COLUMNS[column]}, ${this.#order.falls ? "falling" : "rising"}.` : "In the order they came.");
  }

  /** A group that has gone makes way for all. */
  #listGroups() {
    const all = groups(this.#rows);
    const names = new Map(this.history.pupil.project.classes.map(({ id, name }) => [`class ${id}`, name]));
    const options = [...all].map(([group, amount]) => new Option(`${names.get(group) ?? WORDS[group] ?? group.replace("class ", "")} (${amount.toLocaleString("en")})`, group));
    const { value } = this.#filter;
    this.#filter.replaceChildren(new Option(`All (${this.#rows.length.toLocaleString("en")})`, ""), ...options);
    this.#filter.value = all.has(value) ? value : "";
  }

  #showSelection() {
    const bar = part(this.#root, "selection", HTMLElement);
    const { size } = this.#table.selection.ids;
    const text = `${size.toLocaleString("en")} selected`;
    const label = part(bar, "selected", HTMLElement);
    bar.hidden = size === 0;
    if (size === 0 || label.textContent === text) return void (label.textContent = text);
    label.textContent = text;
    announce(text);
    this.#listTargets();
  }

  #listTargets() {
    const move = part(this.#root, "move", HTMLSelectElement);
    const placeholder = new Option("Learn them as …", "", true, true);
    placeholder.disabled = true;
    move.replaceChildren(placeholder, ...this.history.pupil.project.classes.map(({ id, name }) => new Option(name, String(id))));
  }

  /** @param {number} classId */
  async #learn(classId) {
    const { ids } = this.#table.selection;
    const chosen = this.pile.rows.filter(({ id }) => ids.has(id));
    this.#table.selection.clear();
    this.focus();
    await putInto(this.history, chosen, classId, (row, id) => (row.picture = id)).catch(toastError);
  }
}
