/** Takes what was chosen for a class, or dropped on it: pictures, and frames of films. */
import { fileName } from "../files/folder.js";
import { partsOfOne } from "../files/tree.js";
import { framesOf } from "../films/frames.js";
import { isFilm } from "../films/player.js";
import { remember } from "../history/arrivals.js";
import { deepWords } from "../import/deep.js";
import { putInto } from "../import/put.js";
import { announce } from "../page/announce.js";
import { toast, toastError } from "../page/toasts.js";
import { count } from "../page/words.js";
import { films, inTwoClasses } from "./import-words.js";

/** @import { Arrival, Found } from "../files/found.js" */
/** @import { EditHistory } from "../history/history.js" */
/** @import { Card } from "./card.js" */

/** All of it is of this class, whatever its folders are called. @param {Card} card @param {EditHistory} history @param {Arrival} arrival */
export async function takeIntoClass(card, history, { files, unreadable }) {
  const { importer, info } = card;
  const { training, testing, others } = partsOfOne(files);
  const found = Map.groupBy(others, ({ file }) => isFilm(file));
  const noPictures = found.get(false) ?? [];
  for (const path of unreadable) importer.fail(path, "The browser could not read it.");
  if (noPictures.length > 0) importer.fail(noPictures.map(({ path }) => fileName(path)).join(", "), noPictures.length === 1 ? "It is no picture." : "They are no pictures.");
  const filmed = takeFilms(card, history, found.get(true) ?? []).catch(toastError);
  const results = await Promise.all([
    importer.add(training.map(({ file }) => file)),
    importer.add(testing.map(({ file }) => file), { aside: true }),
  ]);
  remember(history, { classes: [], pictures: results.flatMap(({ added }) => added.map(({ id }) => id)) });
  const { classes } = history.pupil.project;
  const twice = inTwoClasses(results, (id) => classes.find((each) => each.id === id)?.name ?? "");
  const deep = await deepWords([...training, ...testing].map(({ file }) => file), results);
  const aside = results[1].added.length;
  const words = [aside > 0 ? `${count(aside, "picture")} added for testing.` : "", twice, films(results), deep, files.length + unreadable.length === 0 ? "The folder is empty." : ""];
  if (words.some((sentence) => sentence !== "")) toast(words.filter((sentence) => sentence !== "").join(" "));
  else if (!found.has(true)) announce(`${count(results[0].added.length, "picture")} added to ${info.name}.`);
  await filmed;
}

/** @param {Card} card @param {EditHistory} history @param {Found[]} filmed */
async function takeFilms({ importer, info }, history, filmed) {
  const { frames, failures } = await framesOf(filmed);
  for (const { name, message } of failures) importer.fail(name, message);
  if (frames.length > 0) await putInto(history, frames, info.id);
}
