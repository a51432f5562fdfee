/** Has the engine look for a learning rate, in portions as a training. Nothing that was taught changes. */

/** @import { Library } from "./library.js" */
/** @import { Turns } from "./turns.js" */
/** @import { FoundRate, RateMessage, RatePoint } from "../shared/types.d.ts" */

import { isFatal, PupilError } from "../shared/errors.js";
import { portions } from "./portions.js";
import { Squares } from "./squares.js";

/**
 * @param {Library} library
 * @param {Turns} turns
 * @param {AbortSignal} signal
 * @param {(point: RatePoint) => void} tell
 * @returns {Promise<FoundRate>}
 */
export async function findLearningRate(library, turns, signal, tell) {
  const squares = new Squares(library);
  /** @type {RatePoint[]} */
  const points = [];
  let suggestion = null;
  await turns.take(() => library.engine.startFinding());
  for await (const messages of portions(turns, (steps) => portion(library, squares, signal, steps))) {
    for (const { rate, loss } of messages.filter((message) => message.type === "rate")) {
      points.push({ rate, loss });
      tell({ rate, loss });
    }
    const found = messages.find((message) => message.type === "found");
    if (!found) continue;
    suggestion = found.suggestion;
    break;
  }
  return { points, suggestion };
}

/** Ends the search if it fails: it is its turn still. @param {Library} library @param {Squares} squares @param {AbortSignal} signal @param {number} steps */
async function portion({ engine }, squares, signal, steps) {
  try {
    if (signal.aborted) throw new PupilError("aborted", "Looking for a learning rate was stopped. Nothing has changed.");
    await squares.supply();
    return await engine.findSteps(steps);
  } catch (error) {
    if (!isFatal(error)) engine.stopFinding();
    throw error;
  }
}
