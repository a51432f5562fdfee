/** Takes in what came in one go: each class's pictures in turn, then says what it brought. */
import { findByName, freeName } from "../page/names.js";
import { showNotice } from "../page/notices.js";
import { toastError } from "../page/toasts.js";
import { treeOf } from "../files/tree.js";
import { importWords } from "./import-words.js";

/** @import { AddResult, Pupil } from "../../pkg/lib/index.js" */
/** @import { Arrival, Found } from "../files/found.js" */
/** @import { ClassFiles } from "../files/tree.js" */
/** @import { Card } from "./card.js" */
/** @import { Brought } from "./import-words.js" */

/**
 * All classes are there at once; their pictures are read class by class. A new class that gets no picture goes again.
 * @param {Pupil} pupil
 * @param {Arrival} arrival
 * @param {(id: number) => Card | undefined} cardOf a class
 */
export async function importFolders(pupil, arrival, cardOf) {
  const tree = treeOf(arrival.files);
  const reading = [];
  /** @type {Promise<unknown>} */
  let before = Promise.resolve();
  for (const files of classesIn(tree, pupil)) {
    const { id, isNew } = await classFor(pupil, files).catch((error) => (toastError(error), { id: -1, isNew: false }));
    const card = cardOf(id);
    if (!card) continue;
    const brought = add(card, files, before);
    // An import that is cancelled ends before those it waited for: the next one waits for them, too.
    before = Promise.all([before, brought]);
    reading.push(isNew ? brought.finally(() => removeIfEmpty(pupil, id)) : brought);
  }
  const brought = await Promise.all(reading);
  const nameOf = (/** @type {number} */ id) => pupil.project.classes.find((each) => each.id === id)?.name ?? "";
  showNotice({ code: "import", message: importWords(tree, arrival, brought, nameOf) }, true);
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

/** @param {Card} card @param {ClassFiles<Found>} files @param {Promise<unknown>} after @returns {Promise<Brought>} */
async function add({ importer }, { name, training, testing }, after) {
  const results = [importer.add(training.map(({ file }) => file), { after }), importer.add(testing.map(({ file }) => file), { aside: true, after })];
  const [learnt, aside] = /** @type {[AddResult, AddResult]} */ (await Promise.all(results));
  return { name, training: learnt, testing: aside };
}

/** @param {Pupil} pupil @param {number} id */
async function removeIfEmpty(pupil, id) {
  const info = pupil.project.classes.find((each) => each.id === id);
  if (info?.pictures.length === 0) await pupil.classes.remove(id).catch(toastError);
}
