/** Fills the empty store of a new project from a project file, with everything as it was: ids, sources, models. */
import { isFatal, PupilError } from "../../shared/errors.js";
import { sha256 } from "../../shared/files.js";
import { freed, imageOf, thumbnailOf } from "../../shared/picture.js";
import { networkOf } from "./network.js";

/** @import { DescribedPicture } from "./description.d.ts" */
/** @import { Archive } from "./read.js" */
/** @import { Project } from "../engine/project.js" */
/** @import { Picture } from "../../shared/handles.d.ts" */
/** @import { CallContext } from "../../shared/methods.d.ts" */
/** @import { Change, Store } from "../../shared/store.d.ts" */
/** @import { TrainingSettings } from "../../shared/types.d.ts" */

/** Pictures stored at once. */
const BATCH = 16;

/**
 * @param {Archive} archive
 * @param {Project} project the open one, whose engine reads the pictures
 * @param {Store} store
 * @param {CallContext} context
 * @returns {Promise<{ pictures: number, missing: string[], sameNetwork: boolean }>} how many came in, and the files of those that could not be read
 */
export async function restoreArchive(archive, project, store, { key, signal, progress }) {
  const { backbone, classes, pictures, settings, instantViews } = archive.description;
  const { id, changes, embeddingOf } = await networkOf(archive, project);
  const isValid = settings !== null && (await project.queue.run(() => areSettings(project, settings)));
  await store.write([
    ...changes,
    { table: "values", key: "backbone", value: id },
    ...(isValid ? [/** @type {Change} */ ({ table: "values", key: "settings", value: settings })] : []),
    ...(instantViews === true ? [/** @type {Change} */ ({ table: "values", key: "instantViews", value: true })] : []),
    ...classes.map((each) => /** @type {Change} */ ({ table: "classes", key: each.id, value: { ...each, removed: false, call: `${key}/${each.id}` } })),
  ]);
  const missing = [...archive.missing, ...(await restoreModels(archive, store, key))];
  let stored = 0;
  for (let start = 0; start < pictures.length; start += BATCH) {
    /** @type {Change[]} */
    const batch = [];
    for (const [index, picture] of pictures.slice(start, start + BATCH).entries()) {
      if (signal.aborted) throw new PupilError("aborted", "Opening the file was stopped. Nothing of it came in.");
      progress({ stage: "pictures", done: start + index, total: pictures.length });
      const read = await readPicture(archive, project, picture, await embeddingOf(start + index), key);
      if (!read) missing.push(picture.file);
      batch.push(...(read ?? []));
      stored += read ? 1 : 0;
    }
    await store.write(batch);
  }
  progress({ stage: "pictures", done: pictures.length, total: pictures.length });
  return { pictures: stored, missing, sameNetwork: backbone.id === "" || backbone.id === id };
}

/** @param {Archive} archive @param {Store} store @param {string} call @returns {Promise<string[]>} names of those that could not be read */
async function restoreModels(archive, store, call) {
  const { models, modelInUse } = archive.description;
  const missing = [];
  for (const model of models) {
    const file = await archive.model(model);
    if (!file) {
      missing.push(`model ${model.id}`);
      continue;
    }
    /** @type {Change[]} */
    const use = model.id === modelInUse ? [{ table: "values", key: "run", value: model.id }] : [];
    await store.write([{ table: "runs", key: model.id, value: { ...model, call: `${call}/${model.id}` } }, { table: "models", key: model.id, value: file }, ...use]);
  }
  return missing;
}

/** Whether the engine takes them. @param {Project} project @param {TrainingSettings} settings */
function areSettings({ engine }, settings) {
  const before = engine.settings();
  try {
    engine.setSettings(settings);
    return true;
  } catch (error) {
    if (isFatal(error)) throw error;
    return false;
  } finally {
    engine.setSettings(before);
  }
}

/**
 * @param {Archive} archive
 * @param {Project} project
 * @param {DescribedPicture} described
 * @param {Float32Array | undefined} known its embedding
 * @param {string} call
 * @returns {Promise<Change[] | null>} what stores it; null if it could not be read
 */
async function readPicture(archive, project, described, known, call) {
  const original = await archive.picture(described);
  if (!original) return null;
  const hash = await sha256(new Uint8Array(await original.arrayBuffer()));
  if (described.hash && described.hash !== hash) return null;
  try {
    const { embedding, thumbnail } = await project.queue.run(() => project.withPicture(original, (picture) => lookAt(project, picture, known)));
    const { id, classId, name, source, enabled, aside } = described;
    return [
      { table: "pictures", key: id, value: { id, classId, name, source: source || `file:${hash}`, enabled, aside, removed: false, hash, call } },
      { table: "embeddings", key: id, value: embedding },
      { table: "originals", key: id, value: original },
      { table: "thumbnails", key: id, value: thumbnail },
    ];
  } catch (error) {
    if (isFatal(error)) throw error;
    return null;
  }
}

/** @param {Project} project @param {Picture} picture @param {Float32Array | undefined} known */
async function lookAt({ engine }, picture, known) {
  return { embedding: known ?? (await engine.embed(picture)), thumbnail: await freed(engine.square(picture), (square) => thumbnailOf(imageOf(square))) };
}
