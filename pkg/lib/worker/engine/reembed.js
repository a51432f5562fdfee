/** Embeds every picture with another backbone, so that until that is done everything stays as it was. */
import { isFatal, PupilError } from "../../shared/errors.js";

/** @import { Engine } from "./engine.d.ts" */
/** @import { Project } from "./project.js" */
/** @import { CallContext } from "../../shared/methods.d.ts" */
/** @import { Change } from "../../shared/store.d.ts" */

/**
 * Each picture is a task of its own, so that other tasks run in between; `commit` is part of the last one. Removed pictures are
 * embedded too, since they can be restored. If it is aborted or fails, the new engine is freed.
 * @param {Project} project
 * @param {Engine} engine with another backbone
 * @param {Pick<CallContext, "signal" | "progress">} context
 * @param {(changes: Change[]) => Promise<void>} commit stores the new embeddings
 */
export async function reembed(project, engine, { signal, progress }, commit) {
  const { pictures } = project.records;
  /** @type {Change[]} */
  const changes = [];
  // Goes on to pictures that are added meanwhile.
  const ids = pictures.keys();
  const step = async () => {
    const { value: id, done } = ids.next();
    if (done) await commit(changes);
    else changes.push({ table: "embeddings", key: id, value: await project.withPicture(id, (picture) => engine.embed(picture)) });
    return !done;
  };
  try {
    while (await project.queue.run(step)) {
      progress({ stage: "embed", done: changes.length, total: pictures.size });
      if (signal.aborted) throw new PupilError("aborted", "The change to another network was stopped. Everything is as it was.");
    }
  } catch (error) {
    if (!isFatal(error)) engine.free();
    throw error;
  }
}
