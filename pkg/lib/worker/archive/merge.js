/** Adds the pictures of a project file to the open project: classes of the same name meet, and the same pictures come once. */
import { findByName, looseKey, nameKey, sameName } from "../../shared/class-names.js";

/** @import { DescribedPicture } from "./description.d.ts" */
/** @import { Archive } from "./read.js" */
/** @import { Project } from "../engine/project.js" */
/** @import { CallContext, Handlers } from "../../shared/methods.d.ts" */
/** @typedef {Pick<Handlers, "classes" | "pictures">} Groups by which a page adds classes and pictures, too */
/** Pictures that are added by one call. @typedef {{ classId: number, source: string | null, aside: boolean, enabled: boolean, pictures: DescribedPicture[] }} Batch */

/** Pictures of a batch, which are in memory together. */
const MAX_BATCH = 32;

/**
 * @param {Archive} archive
 * @param {Project} project
 * @param {Groups} groups
 * @param {CallContext} context
 * @returns {Promise<{ pictures: number, duplicates: number, missing: string[] }>} how many came in and how many were there already, and
 *   the files of those that could not be read
 */
export async function mergeArchive(archive, project, groups, context) {
  const classIds = await meetClasses(archive, project, groups, context);
  const result = { pictures: 0, duplicates: 0, missing: [...archive.missing] };
  const total = archive.description.pictures.length;
  let done = 0;
  for (const { classId, source, aside, enabled, pictures } of batches(archive.description.pictures)) {
    const files = await Promise.all(pictures.map((picture) => archive.picture(picture)));
    result.missing.push(...pictures.filter((_, index) => !files[index]).map(({ file }) => file));
    const own = { ...context, progress: () => {} };
    const found = files.filter((file) => file !== null);
    const { added, duplicates, failed } = await groups.pictures.add(/** @type {number} */ (classIds.get(classId)), found, source, aside, own);
    if (!enabled) await groups.pictures.enable(added.map(({ id }) => id), false, own);
    result.pictures += added.length;
    result.duplicates += duplicates.length;
    result.missing.push(...failed.map(({ name }) => name));
    context.progress({ stage: "pictures", done: (done += pictures.length), total });
  }
  return result;
}

/**
 * The ids of the open project's classes, by those of the file's. Names that differ in capitals alone are one, unless the file has both.
 * @param {Archive} archive @param {Project} project @param {Groups} groups @param {CallContext} context
 */
async function meetClasses({ description }, { records }, { classes }, context) {
  const alike = Map.groupBy(description.classes, ({ name }) => looseKey(nameKey(name)));
  /** @type {Map<number, number>} */
  const ids = new Map();
  for (const { id, name, enabled } of description.classes) {
    const known = records.countedClasses();
    const isOnly = alike.get(looseKey(nameKey(name)))?.length === 1;
    const there = isOnly ? findByName(known, name) : known.find((each) => sameName(each.name, name));
    const own = { ...context, key: `${context.key}/${id}` };
    const { id: classId } = there ?? (await classes.add(name, own));
    if (!there && !enabled) await classes.enable(classId, false, own);
    ids.set(id, classId);
  }
  return ids;
}

/** Pictures that have all in common, in few batches. @param {DescribedPicture[]} pictures @returns {Batch[]} */
function batches(pictures) {
  /** @type {Map<string, Batch[]>} */
  const groups = new Map();
  for (const picture of pictures) {
    const { classId, aside, enabled, hash } = picture;
    // A file of its own gets its source anew.
    const source = picture.source === `file:${hash}` || picture.source === "" ? null : picture.source;
    const key = JSON.stringify([classId, source, aside, enabled]);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    if (group.length === 0 || group[group.length - 1].pictures.length === MAX_BATCH) group.push({ classId, source, aside, enabled, pictures: [] });
    group[group.length - 1].pictures.push(picture);
  }
  return [...groups.values()].flat();
}
