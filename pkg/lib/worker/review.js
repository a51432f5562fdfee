/** Looks for pictures that deserve a second look, in small portions, so that other calls get their turn in between. */

/** @import { Library } from "./library.js" */
/** @import { CallContext } from "../shared/protocol.d.ts" */
/** @import { Turns } from "./turns.js" */
/** @import { Alike, CrossValidated } from "../shared/types.d.ts" */

/** Milliseconds a portion should take. */
const PORTION = 40;

/** Pictures that are compared with all others at a time. */
const PICTURES_A_TURN = 20;

/**
 * Trains five heads, each without a fifth of the pictures, and measures it on these.
 * @param {Library} library
 * @param {Turns} turns
 * @param {CallContext} context
 * @returns {Promise<CrossValidated | null>} null if it was aborted
 */
export async function crossValidate({ engine }, turns, { signal, progress }) {
  let { done, total } = await turns.take(() => engine.startCrossValidation());
  let steps = 1;
  while (done < total && !signal.aborted) {
    const start = performance.now();
    ({ done, total } = await turns.take(() => engine.crossValidationSteps(steps)));
    steps = Math.max(1, Math.min(2 * steps, Math.round((steps * PORTION) / Math.max(1, performance.now() - start))));
    progress({ stage: "review", done, total });
  }
  return signal.aborted ? null : turns.take(() => engine.crossValidated());
}

/**
 * @param {Library} library
 * @param {Turns} turns
 * @param {CallContext} context
 * @returns {Promise<Alike[]>}
 */
export async function nearDuplicates({ engine }, turns, { signal, progress }) {
  const pairs = [];
  const total = engine.project().classes.reduce((sum, { pictures }) => sum + pictures.length, 0);
  for (let from = 0; from < total && !signal.aborted; from += PICTURES_A_TURN) {
    pairs.push(...(await turns.take(() => engine.alike(from, PICTURES_A_TURN))));
    progress({ stage: "review", done: Math.min(total, from + PICTURES_A_TURN), total });
  }
  return pairs.sort((a, b) => b.similarity - a.similarity);
}
