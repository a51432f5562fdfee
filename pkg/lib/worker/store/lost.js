/** What the browser has lost: records that are gone, or that it can no longer read. */
import { errorData, PupilError } from "../../shared/errors.js";

/** @import { PupilErrorData } from "../../shared/types.d.ts" */

/** What reading ends with then: codes of ours, names of browsers. */
const LOST = ["unknown_picture", "model_lost", "NotReadableError", "UnknownError"];

/**
 * What is read; null where the browser has lost it, which costs nothing else.
 * @template T
 * @param {Promise<T>} reading
 * @returns {Promise<T | null>}
 */
export function unlessLost(reading) {
  return reading.catch((error) => (LOST.includes(error.code) || LOST.includes(error.name) ? null : Promise.reject(error)));
}

/** Names of pictures, ids of models. @typedef {{ pictures: string[], models: number[] }} Lost */

/**
 * Says what is missing where a whole project went.
 * @param {Lost} lost
 * @param {string} where "in the file"
 * @returns {PupilErrorData[]} notices; none where nothing is lost
 */
export function lostNotices({ pictures, models }, where) {
  const few = pictures.slice(0, 3).join(", ") + (pictures.length > 3 ? ", …" : "");
  const notices = [];
  if (pictures.length > 0) {
    const [are, them] = pictures.length === 1 ? ["picture is", "it"] : ["pictures are", "them"];
    const message = `${pictures.length} ${are} not ${where}, because the browser has lost ${them} (${few}). Add ${them} again, if you still have ${them}.`;
    notices.push(new PupilError("picture_lost", message, { names: pictures }));
  }
  if (models.length > 0) {
    const [are, them] = models.length === 1 ? ["trained model is", "it"] : ["trained models are", "them"];
    notices.push(new PupilError("model_lost", `${models.length} ${are} not ${where}, because the browser has lost ${them}. Train again, if you need ${them}.`, { ids: models }));
  }
  return notices.map(errorData);
}
