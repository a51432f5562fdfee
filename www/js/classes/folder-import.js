/** Takes in what came in one go: each class's pictures in turn, then says what it brought. */
import { remember } from "../history/arrivals.js";
import { announce } from "../page/announce.js";
import { findByName, freeName } from "../page/names.js";
import { deepWords } from "../import/deep.js";
import { foldedFailures } from "../import/failures.js";
import { reading } from "../import/reading.js";
import { showNotice } from "../page/notices.js";
import { toastError } from "../page/toasts.js";
import { unpacked } from "../files/archive.js";
import { treeOf } from "../files/tree.js";
import { importWords, leftOutFiles } from "./import-words.js";

/** @import { AddResult, Pupil } from "../../pkg/lib/index.js" */
/** @import { EditHistory } from "../history/history.js" */
/** @import { Errand } from "../import/reading.js" */
/** @import { Arrival, Found } from "../files/found.js" */
/** @import { ClassFiles } from "../files/tree.js" */
/** @import { Card } from "./card.js" */
/** @import { Brought } from "./import-words.js" */

/**
 * All classes are there at once; their pictures are read class by class. A new class that gets no picture goes again.
 * @param {EditHistory} history
 * @param {Arrival} came
 * @param {(id: number) => Card | undefined} cardOf a class
 */
export async function importFolders(history, came, cardOf) {
  const { pupil } = history;
  const arrival = await unpacked(came, (files, name) => reading.begin(pupil, files, name));
  /** Classes that were made. @type {number[]} */
  const made = [];
  const tree = treeOf(arrival.files);
  const classes = classesIn(tree, pupil);
  const errand = reading.begin(pupil, classes.reduce((sum, files) => sum + amount(files), 0), folderOf(arrival));
  const coming = [];
  /** @type {Promise<unknown>} */
  let before = Promise.resolve();
  for (const files of classes) {
    const { id, isNew } = errand.signal.aborted ? NO_CLASS : await classFor(pupil, files).catch((error) => (toastError(error), NO_CLASS));
    const card = cardOf(id);
    if (!card) {
      errand.skip(amount(files));
      continue;
    }
    if (isNew) made.push(id);
    const brought = add(card, files, before, errand);
    // An import that is cancelled ends before those it waited for: the next one waits for them, too.
    before = Promise.all([before, brought]);
    coming.push(isNew ? brought.finally(() => removeIfEmpty(pupil, id)) : brought);
  }
  const brought = await Promise.all(coming);
  errand.end();
  const isThere = (/** @type {number} */ id) => pupil.project.classes.some((each) => each.id === id);
  const results = brought.flatMap(({ training, testing }) => [training, testing]);
  remember(history, { classes: made.filter(isThere), pictures: results.flatMap(({ added }) => added.map(({ id }) => id)) });
  const nameOf = (/** @type {number} */ id) => pupil.project.classes.find((each) => each.id === id)?.name ?? "";
  const more = foldedFailures([...errand.failures, ...leftOutFiles(tree, arrival)]);
  const deep = await deepWords(classes.flatMap(({ training, testing }) => [...training, ...testing]).map(({ file }) => file), results);
  const message = [importWords(tree, arrival, brought, nameOf, errand.signal.aborted), deep].filter((words) => words !== "").join(" ");
  showNotice({ code: "import", message }, { calm: true, more });
  announce(message);
}

/** What is taken for one that could not be made. */
const NO_CLASS = { id: -1, isNew: false };

/** @param {ClassFiles<Found>} files */
function amount({ training, testing }) {
  return training.length + testing.length;
}

/** The folder that all of it lies in; empty if there is none. @param {Arrival} arrival */
function folderOf({ files }) {
  const outer = new Set(files.map(({ path }) => (path.includes("/") ? path.slice(0, path.indexOf("/")) : "")));
  return outer.size === 1 ? ([...outer][0] ?? "") : "";
}

/** Loose pictures are a class of their own. @param {import("../files/tree.js").Tree<Found>} tree @param {Pupil} pupil @returns {ClassFiles<Found>[]} */
function classesIn({ classes, loose }, pupil) {
  return loose.length > 0 ? [{ name: freeName(pupil.project.classes), training: loose, testing: [] }] : classes;
}

/** @param {Pupil} pupil @param {ClassFiles<Found>} files */
async function classFor(pupil, { name }) {
  const found = findByName(pupil.project.classes, name);
  return found ? { id: found.id, isNew: false } : { id: (await pupil.classes.add(name)).id, isNew: true };
}

/** @param {Card} card @param {ClassFiles<Found>} files @param {Promise<unknown>} after @param {Errand} errand @returns {Promise<Brought>} */
async function add({ importer }, { name, training, testing }, after, errand) {
  const filesOf = (/** @type {Found[]} */ found) => found.map(({ file }) => file);
  const results = [importer.add(filesOf(training), { after, errand }), importer.add(filesOf(testing), { aside: true, after, errand })];
  const [learnt, aside] = /** @type {[AddResult, AddResult]} */ (await Promise.all(results));
  return { name, training: learnt, testing: aside };
}

/** @param {Pupil} pupil @param {number} id */
async function removeIfEmpty(pupil, id) {
  const info = pupil.project.classes.find((each) => each.id === id);
  if (info?.pictures.length === 0) await pupil.classes.remove(id).catch(toastError);
}
