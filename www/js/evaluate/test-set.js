/** Takes folders in as a test set: each folder's pictures go to the class of its name, set aside. */
import { takeArrivals } from "../files/arrivals.js";
import { pick } from "../files/picker.js";
import { treeOf } from "../files/tree.js";
import { findByName } from "../page/names.js";
import { followProject } from "../page/project.js";
import { part } from "../page/template.js";
import { toast, toastError } from "../page/toasts.js";
import { count, list } from "../page/words.js";

/** @import { Pupil } from "../../pkg/lib/index.js" */
/** @import { Arrival, Found } from "../files/found.js" */
/** @import { Tree } from "../files/tree.js" */

const INVITATION = "Drop a folder here that holds a folder for each class, by its name. Its pictures are asked about, never learnt from.";

/** @param {Pupil} pupil @param {HTMLElement} root @param {() => unknown} added called after pictures came in */
export function testSet(pupil, root, added) {
  const take = (/** @type {Arrival} */ arrival) => takeFolders(pupil, arrival).then(added, toastError);
  takeArrivals(root, take);
  part(root, "choose-test", HTMLButtonElement).addEventListener("click", () => pick("folder", take));
  followProject(pupil, ({ asidePictures }) => {
    const there = asidePictures.length > 0 ? `${count(asidePictures.length, "picture")} set aside. ` : "";
    part(root, "test-words", HTMLElement).textContent = there + INVITATION;
  });
}

/** @param {Pupil} pupil @param {Arrival} arrival */
async function takeFolders(pupil, { files, unreadable }) {
  const tree = treeOf(files);
  let taken = 0;
  const failed = unreadable.map((path) => `${path} could not be read.`);
  const unknown = tree.loose.length + tree.unlabelled.length > 0 ? ["pictures without a folder"] : [];
  for (const [name, pictures] of testingIn(tree)) {
    const info = findByName(pupil.project.classes, name);
    if (!info) {
      unknown.push(`“${name}”`);
      continue;
    }
    const result = await pupil.pictures.add(info.id, pictures, { aside: true });
    taken += result.added.length;
    failed.push(...result.failed.map(({ message }) => message), ...result.duplicates.map(() => "A class has the very same picture already."));
  }
  toast([`${count(taken, "picture")} set aside for testing.`, ...refusals(failed, unknown), ...notPictures(tree, files)].join(" "));
}

/** A data set with parts is handed over for its test part; without parts, all of it is meant. @param {Tree<Found>} tree @returns {[name: string, pictures: File[]][]} */
function testingIn({ classes }) {
  const hasParts = classes.some(({ testing }) => testing.length > 0);
  const chosen = classes.map(({ name, training, testing }) => /** @type {const} */ ([name, hasParts ? testing : training]));
  return chosen.filter(([, found]) => found.length > 0).map(([name, found]) => [name, found.map(({ file }) => file)]);
}

/** @param {Tree<Found>} tree @param {Found[]} files */
function notPictures({ archives, others }, files) {
  const there = archives.length + others.length;
  const none = files.length === 0 ? ["The folder is empty."] : [];
  return there > 0 ? [`${count(there, "file is", "files are")} no ${there === 1 ? "picture" : "pictures"}.`] : none;
}

/** @param {string[]} failed @param {string[]} unknown */
function refusals(failed, unknown) {
  const [why] = failed;
  const out = why ? [`${count(failed.length, "picture")} left out: ${why}`] : [];
  return unknown.length > 0 ? [...out, `No class is called ${list(unknown)}.`] : out;
}
