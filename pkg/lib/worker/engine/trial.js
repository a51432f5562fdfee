/** A trial of another network: the instant model on it, against the model in use, on the same pictures. */
import { restorePicture } from "./project.js";
import { comparisonOf } from "./report.js";
import { storedState } from "./startup.js";

/** @import { Engine } from "./engine.d.ts" */
/** @import { Project } from "./project.js" */
/** @import { Change } from "../../shared/store.d.ts" */
/** @import { NetworkTrial, Report } from "../../shared/types.d.ts" */

/**
 * What an engine with another network, which is filled for that, brings.
 * @param {Project} project
 * @param {Engine} engine
 * @param {Change[]} changes the embeddings that it made
 * @param {Report} before of the model in use
 * @returns {Promise<NetworkTrial>}
 */
export async function trialOf(project, engine, changes, before) {
  const { measuredOn } = before;
  const { records, module } = project;
  engine.restore(storedState(project));
  for (const { key, value } of changes) {
    const record = records.pictures.get(Number(key));
    if (record && records.isPresent(record)) restorePicture(engine, record, /** @type {Float32Array} */ (value));
  }
  for (let steps = engine.instantSteps(0); steps.done < steps.total; ) steps = engine.instantSteps(1000);
  const after = await engine.report(measuredOn === "test" ? "test" : "outOfFold");
  const comparison = comparisonOf(module, before, after);
  return { inUse: comparison !== null && comparison.after > comparison.before, measuredOn, comparison };
}
