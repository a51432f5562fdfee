/** Frames of films as pictures: one asks how far apart, and each is taken out of its film when it is needed. */
import { bringDock } from "../page/dock.js";
import { byId, part } from "../page/template.js";
import { clock, count } from "../page/words.js";
import { durationOf, frameAt } from "./player.js";

/** @typedef {{ file: File, path: string }} Film */

/**
 * A frame.
 * @typedef {object} Frame
 * @property {string} key tells it from all other pictures
 * @property {string} path of the film
 * @property {string} name of the file that it would be
 * @property {number} time seconds from the film's beginning
 * @property {string} source the film: near-copies never stand on both sides of a split
 * @property {() => Promise<File>} file
 */

/** A film that cannot be played. @typedef {{ name: string, message: string }} Failure */

/**
 * Asks how far apart the frames are to be.
 * @param {Film[]} films
 * @returns {Promise<{ frames: Frame[], failures: Failure[] }>} no frames if nobody wants any
 */
export async function framesOf(films) {
  /** @type {Failure[]} */
  const failures = [];
  /** @type {(Film & { duration: number })[]} */
  const played = [];
  for (const film of films) {
    await durationOf(film.file).then((duration) => played.push({ ...film, duration }), ({ message }) => failures.push({ name: film.path, message }));
  }
  const interval = played.length > 0 ? await askInterval(played.map(({ duration }) => duration)) : null;
  return { frames: interval === null ? [] : played.flatMap((film) => timesOf(film.duration, interval).map((time) => frame(film, time))), failures };
}

/** From the beginning on. @param {number} duration @param {number} interval both in seconds */
export function timesOf(duration, interval) {
  const amount = Math.max(1, Math.ceil(duration / interval));
  return Array.from({ length: amount }, (_, index) => Math.round(1000 * index * interval) / 1000);
}

/** @param {Film} film @param {number} time @returns {Frame} */
function frame({ file, path }, time) {
  const source = `film ${file.name} ${file.size} ${file.lastModified}`;
  const name = `${file.name.replace(/\.[^.]*$/, "")} ${clock(time).replaceAll(":", "-")}.jpg`;
  return { key: `${path} ${source} ${time}`, path, name, time, source, file: async () => new File([await frameAt(file, time)], name, { type: "image/jpeg" }) };
}

/** @param {number[]} durations in seconds @returns {Promise<number | null>} seconds; null if it was cancelled */
function askInterval(durations) {
  const dialog = byId("film", HTMLDialogElement);
  const interval = part(dialog, "interval", HTMLSelectElement);
  const total = clock(durations.reduce((sum, each) => sum + each, 0));
  part(dialog, "words", HTMLElement).textContent = durations.length === 1 ? `The film lasts ${total}.` : `${count(durations.length, "film")} last ${total} in all.`;
  const show = () => {
    const frames = durations.reduce((sum, each) => sum + timesOf(each, Number(interval.value)).length, 0);
    part(dialog, "amount", HTMLOutputElement).value = count(frames, "picture");
  };
  interval.onchange = show;
  show();
  bringDock(dialog);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "take" ? Number(interval.value) : null), { once: true });
  });
}
