/** Takes folders in as a test set: each folder's pictures go to the class of its name, set aside. */
import { takeArrivals } from "../files/arrivals.js";
import { byFolder } from "../files/found.js";
import { pick } from "../files/picker.js";
import { followProject } from "../page/project.js";
import { part } from "../page/template.js";
import { toast, toastError } from "../page/toasts.js";
import { count, list } from "../page/words.js";

/** @import { Pupil } from "../../pkg/lib/index.js" */
/** @typedef {import("../files/found.js").Found} Found */

const INVITATION = "Drop a folder here that holds a folder for each class, by its name. Its pictures are asked about, never learnt from.";

/** @param {Pupil} pupil @param {HTMLElement} root @param {() => unknown} added called after pictures came in */
export function testSet(pupil, root, added) {
  const take = (/** @type {Found[]} */ found) => takeFolders(pupil, found).then(added, toastError);
  takeArrivals(root, take);
  part(root, "choose-test", HTMLButtonElement).addEventListener("click", () => pick("folder", take));
  followProject(pupil, ({ asidePictures }) => {
    const there = asidePictures.length > 0 ? `${count(asidePictures.length, "picture")} set aside. ` : "";
    part(root, "test-words", HTMLElement).textContent = there + INVITATION;
  });
}

/** @param {Pupil} pupil @param {Found[]} found */
async function takeFolders(pupil, found) {
  let taken = 0;
  const failed = [];
  const unknown = [];
  for (const [folder, files] of byFolder(found)) {
    const info = pupil.project.classes.find(({ name }) => name.toLowerCase() === folder.toLowerCase());
    if (!info) {
      unknown.push(folder ? `“${folder}”` : "pictures without a folder");
      continue;
    }
    const result = await pupil.pictures.add(info.id, files, { aside: true });
    taken += result.added.length;
    failed.push(...result.failed.map(({ message }) => message), ...result.duplicates.map(() => "A class has the very same picture already."));
  }
  toast([`${count(taken, "picture")} set aside for testing.`, ...refusals(failed, unknown)].join(" "));
}

/** @param {string[]} failed @param {string[]} unknown */
function refusals(failed, unknown) {
  const [why] = failed;
  const out = why ? [`${count(failed.length, "picture")} left out: ${why}`] : [];
  return unknown.length > 0 ? [...out, `No class is called ${list(unknown)}.`] : out;
}
