/** Classifies many pictures, a few at a time, without holding any longer than it takes. */

/** @import { Pupil } from "./pupil.js" */
/** @import { ManyAnswer, PictureSource, PupilErrorData } from "../shared/types.d.ts" */

/** After these, no other picture can be classified. */
const OVER = ["closed", "taken_over"];

/** So many are under way at a time: small workers look at some while others are on their way. */
const AT_ONCE = 8;

/**
 * Classifies pictures, and gives the answers in the same order. Each picture is taken when its turn comes, so thousands of files
 * need no memory. One that cannot be read does not stop the others: its answer says why. Each is classified by the model that is in use
 * then; the instant one learns the last changes before the first picture, and goes on answering while it learns later ones.
 * @param {Pupil} pupil
 * @param {Iterable<PictureSource> | AsyncIterable<PictureSource>} pictures
 * @returns {AsyncGenerator<ManyAnswer, void, void>} leave the loop, and no more pictures are taken; throws "closed", "taken_over"
 * @example
 * const said = [];
 * for await (const { index, prediction, error } of classifyMany(pupil, [file, new File(["text"], "notes.txt")])) {
 *   said.push(prediction ? [index, prediction.kind] : [index, error.code]);
 * }
 * said;
 * // → [[0, "trained"], [1, "unsupported_format"]]
 */
export async function* classifyMany(pupil, pictures) {
  /** @type {Promise<ManyAnswer>[]} */
  const asked = [];
  const last = { isTaught: false };
  let index = 0;
  for await (const picture of pictures) {
    asked.push(ask(pupil, picture, index++, last));
    if (asked.length === AT_ONCE) yield usable(await asked.shift());
  }
  for (const answer of asked) yield usable(await answer);
}

/** @param {Pupil} pupil @param {PictureSource} picture @param {number} index @param {{ isTaught: boolean }} last whether its answer was of a taught model @returns {Promise<ManyAnswer>} never rejects */
async function ask(pupil, picture, index, last) {
  try {
    const now = await pupil.classify(picture, { wait: !last.isTaught, place: index });
    // A worker that has just replaced another has yet to learn.
    const isTooEarly = last.isTaught && now.kind !== "trained" && !(picture instanceof ImageBitmap);
    const prediction = isTooEarly ? await pupil.classify(picture) : now;
    last.isTaught = prediction.kind === "trained";
    return { index, picture, prediction, error: null };
  } catch (error) {
    return { index, picture, prediction: null, error: /** @type {PupilErrorData} */ (error) };
  }
}

/** @param {ManyAnswer | undefined} answer */
function usable(answer) {
  const { error } = /** @type {ManyAnswer} */ (answer);
  if (error && OVER.includes(error.code)) throw error;
  return /** @type {ManyAnswer} */ (answer);
}
