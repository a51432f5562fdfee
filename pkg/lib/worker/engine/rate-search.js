/** The learning-rate search, in slices like a training run. The model in use does not change. */
import { isFatal, PupilError } from "../../shared/errors.js";
import { slices } from "./slices.js";
import { Supply } from "./supply.js";

/** @import { Project } from "./project.js" */
/** @import { FoundRate, RatePoint } from "../../shared/types.d.ts" */

/**
 * @param {Project} project
 * @param {AbortSignal} signal
 * @returns {Promise<FoundRate>}
 */
export async function findRate(project, signal) {
  const supply = new Supply(project);
  /** @type {RatePoint[]} */
  const points = [];
  /** @type {FoundRate["suggestion"]} */
  let suggestion = null;
  await project.queue.run(() => project.engine.startRateSearch());
  for await (const messages of slices(project.queue, (steps) => slice(project, supply, signal, steps))) {
    for (const { rate, loss } of messages.filter((message) => message.type === "rate")) {
      points.push({ rate, loss });
      project.emit("rate", { rate, loss });
    }
    const found = messages.find((message) => message.type === "found");
    if (!found) continue;
    suggestion = found.suggestion;
    break;
  }
  return { points, suggestion };
}

/** If it fails, stops the search before another task runs. @param {Project} project @param {Supply} supply @param {AbortSignal} signal @param {number} steps */
async function slice({ engine }, supply, signal, steps) {
  try {
    if (signal.aborted) throw new PupilError("aborted", "The learning-rate search was stopped. Nothing has changed.");
    await supply.supply();
    return await engine.rateSearchSteps(steps);
  } catch (error) {
    if (!isFatal(error)) engine.stopRateSearch();
    throw error;
  }
}
