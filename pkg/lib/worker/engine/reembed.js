/** Embeds every picture with another backbone, so that until that is done everything stays as it was. */
import { isFatal, PupilError } from "../../shared/errors.js";
import { ahead } from "./ahead.js";
import { READ_AHEAD_PER_WORKER } from "./pool.js";

/** @import { Engine } from "./engine.d.ts" */
/** @import { Pool } from "./pool.js" */
/** @import { Project } from "./project.js" */
/** @import { CallContext } from "../../shared/methods.d.ts" */
/** @import { Change } from "../../shared/store.d.ts" */

/**
 * Workers embed what is there now, if there is a pool; the engine, what comes meanwhile and what they could not. There each picture
 * is a task of its own, so that other tasks run in between; `commit` is part of the last one. Removed pictures are
 * embedded too, since they can be restored. If it is aborted or fails, the new engine is freed.
 * @param {Project} project
 * @param {Engine} engine with another backbone
 * @param {Pick<CallContext, "signal" | "progress">} context
 * @param {Pool | null} pool of that backbone
 * @param {(changes: Change[]) => Promise<void>} commit stores the new embeddings
 */
export async function reembed(project, engine, { signal, progress }, pool, commit) {
  const { pictures } = project.records;
  /** @type {Change[]} */
  const changes = [];
  try {
    const made = pool ? await byWorkers(project, pool, { signal, progress }) : new Map();
    // Goes on to pictures that are added meanwhile.
    const ids = pictures.keys();
    const step = async () => {
      const { value: id, done } = ids.next();
      if (done) await commit(changes);
      else changes.push({ table: "embeddings", key: id, value: made.get(id) ?? (await project.withPicture(id, (picture) => engine.embed(picture))) });
      return !done;
    };
    while (await project.queue.run(step)) {
      progress({ stage: "embed", done: Math.max(made.size, changes.length), total: pictures.size });
      if (signal.aborted) throw stopped();
    }
  } catch (error) {
    if (!isFatal(error)) engine.free();
    throw error;
  }
}

/** Embeddings of the pictures that there are now, as far as the workers can make them. @param {Project} project @param {Pool} pool @param {Pick<CallContext, "signal" | "progress">} context */
async function byWorkers(project, pool, { signal, progress }) {
  const ids = [...project.records.pictures.keys()];
  /** @type {Map<number, Float32Array>} */
  const made = new Map();
  let done = 0;
  const embedded = async (/** @type {number} */ id) => ({ id, made: await pool.embed(await project.files.original(id), signal).catch(() => null) });
  for await (const { id, made: embedding } of ahead(ids, READ_AHEAD_PER_WORKER * pool.size, signal, embedded)) {
    if (embedding) made.set(id, embedding.embedding);
    progress({ stage: "embed", done: ++done, total: ids.length });
  }
  if (signal.aborted) throw stopped();
  return made;
}

function stopped() {
  return new PupilError("aborted", "The change to another network was stopped. Everything is as it was.");
}
