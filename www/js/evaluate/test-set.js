/** Takes folders in as a test set: each folder's pictures go to the class of its name, for testing. */
import { unpacked } from "../files/archive.js";
import { takeArrivals } from "../files/arrivals.js";
import { pick } from "../files/picker.js";
import { treeOf } from "../files/tree.js";
import { foldedFailures } from "../import/failures.js";
import { reading } from "../import/reading.js";
import { remember } from "../history/arrivals.js";
import { findByName } from "../page/names.js";
import { showNotice } from "../page/notices.js";
import { followProject } from "../page/project.js";
import { part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { count, list } from "../page/words.js";

/** @import { Arrival, Found } from "../files/found.js" */
/** @import { Tree } from "../files/tree.js" */
/** @import { EditHistory } from "../history/history.js" */

const INVITATION = "Drop a folder here that holds a folder for each class, by its name. Its pictures are asked about, never learnt from.";

/** @param {EditHistory} history @param {HTMLElement} root @param {() => unknown} added called after pictures came in */
export function testSet(history, root, added) {
  const take = (/** @type {Arrival} */ arrival) => takeFolders(history, arrival).then(added, toastError);
  takeArrivals(root, take);
  part(root, "choose-test", HTMLButtonElement).addEventListener("click", () => pick("folder", take));
  followProject(history.pupil, ({ asidePictures }) => {
    const there = asidePictures.length > 0 ? `${count(asidePictures.length, "picture")} for testing. ` : "";
    part(root, "test-words", HTMLElement).textContent = there + INVITATION;
  });
}

/** @param {EditHistory} history @param {Arrival} arrival */
async function takeFolders(history, arrival) {
  const { pupil } = history;
  const { files, unreadable, words = [] } = await unpacked(arrival, (files, name) => reading.begin(pupil, files, name));
  const tree = treeOf(files);
  const known = testingIn(tree).map(([name, pictures]) => ({ name, pictures, info: findByName(pupil.project.classes, name) }));
  const strangers = known.filter(({ info }) => !info).map(({ name }) => `“${name}”`);
  const unknown = tree.loose.length + tree.unlabelled.length > 0 ? ["pictures without a folder", ...strangers] : strangers;
  const errand = reading.begin(pupil, known.reduce((sum, { info, pictures }) => sum + (info ? pictures.length : 0), 0));
  /** @type {number[]} */
  const taken = [];
  try {
    for (const { info, pictures } of known) if (info && !errand.signal.aborted) taken.push(...(await errand.add(info.id, pictures, { aside: true })).added.map(({ id }) => id));
  } catch (error) {
    if (!errand.signal.aborted) toastError(error);
  } finally {
    errand.end();
  }
  remember(history, { classes: [], pictures: taken });
  const failures = [...errand.failures, ...unreadable.map((path) => ({ name: path, message: "It could not be read." }))];
  const stopped = errand.signal.aborted ? ["Stopped; what is in stays."] : [];
  const message = [...stopped, `${count(taken.length, "picture")} set aside for testing.`, ...words, ...refusals(failures, unknown), ...notPictures(tree, files.length + words.length)].join(" ");
  showNotice({ code: "import", message }, { calm: true, more: foldedFailures(failures) });
}

/** A data set with parts is handed over for its test part; without parts, all of it is meant. @param {Tree<Found>} tree @returns {[name: string, pictures: File[]][]} */
function testingIn({ classes }) {
  const hasParts = classes.some(({ testing }) => testing.length > 0);
  const chosen = classes.map(({ name, training, testing }) => /** @type {const} */ ([name, hasParts ? testing : training]));
  return chosen.filter(([, found]) => found.length > 0).map(([name, found]) => [name, found.map(({ file }) => file)]);
}

/** @param {Tree<Found>} tree @param {number} came files, and what is told of others */
function notPictures({ archives, others }, came) {
  const there = archives.length + others.length;
  const none = came === 0 ? ["The folder is empty."] : [];
  return there > 0 ? [`${count(there, "file is", "files are")} no ${there === 1 ? "picture" : "pictures"}.`] : none;
}

/** @param {import("../import/failures.js").Failure[]} failures @param {string[]} unknown */
function refusals(failures, unknown) {
  const [first] = failures;
  const out = first ? [`${count(failures.length, "picture")} left out: ${first.message}`] : [];
  return unknown.length > 0 ? [...out, `No class is called ${list(unknown)}.`] : out;
}
