/** Reports on the model in use, in tasks between which others run. */

/** @import { Project } from "./project.js" */
/** @import { Report, ReportOn } from "../../shared/types.d.ts" */

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
