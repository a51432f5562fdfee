/** Reports on the model in use, in tasks between which others run. */

/** @import { EngineModule } from "./engine.d.ts" */
/** @import { Project } from "./project.js" */
/** @import { ModelComparison, Report, ReportOn } from "../../shared/types.d.ts" */

/** @param {Project} project @param {ReportOn} [on] by default what says most, but the test set @returns {Promise<Report>} */
export async function reportOf(project, on) {
  // The engine can be replaced between the tasks.
  const { queue, instant } = project;
  await instant.caughtUp();
  for (const id of await queue.run(() => project.engine.missingPictures(on))) {
    await queue.run(() => project.withPicture(id, (picture) => project.engine.predict(id, picture)));
  }
  return queue.run(() => project.engine.report(on));
}

/** On the test set if there is one, else on what says most. @param {Project} project */
export async function bestReportOf(project) {
  const test = await reportOf(project, "test");
  return test.pictures > 0 ? test : reportOf(project);
}

/** Two reports by the pictures that are in both; null if there is none. @param {EngineModule} module @param {Report} before @param {Report} after @returns {ModelComparison | null} */
export function comparisonOf(module, before, after) {
  const rightAfter = new Map(after.predictions.map((prediction) => [prediction.pictureId, isRight(prediction)]));
  const both = before.predictions.flatMap((prediction) => {
    const right = rightAfter.get(prediction.pictureId);
    return right === undefined ? [] : [/** @type {[boolean, boolean]} */ ([isRight(prediction), right])];
  });
  return module.Engine.comparison(both);
}

/** @param {Report["predictions"][number]} prediction */
function isRight({ classId, predictedId }) {
  return classId === predictedId;
}
