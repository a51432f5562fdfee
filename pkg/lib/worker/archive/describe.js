/** Checks what a project file says of itself, and makes it up from the folders where that is damaged. */
import { FORMAT } from "../../shared/project-file.js";
import { FORMAT_VERSION } from "./format.js";

/** @import { Description } from "./description.d.ts" */

/** Of a class: not all of it is blank, as Unicode has it, and so the engine. */
const NAME = /\P{White_Space}/u;

/** Whether what was read has the parts that are used. @param {any} value @returns {value is Description} */
export function isDescription(value) {
  const { name, backbone, features, settings, classes, pictures, models, modelInUse } = value;
  if (![classes, pictures, models].every(isList)) return false;
  const classIds = new Set(classes.map((/** @type {any} */ { id }) => id));
  const isPicture = (/** @type {any} */ each) => classIds.has(each.classId) && [each.name, each.source, each.hash, each.file].every(isText) && [each.enabled, each.aside].every(isFlag);
  return (
    [name, backbone?.key, backbone?.architecture, backbone?.id].every(isText) && isId(features) && typeof settings === "object" &&
    classes.every(isClass) && pictures.every(isPicture) && models.every(isModel) && (modelInUse === null || isId(modelInUse))
  );
}

/** A list of things with ids, no two of which are the same. @param {any} value */
function isList(value) {
  return Array.isArray(value) && value.every((each) => isId(each?.id)) && new Set(value.map(({ id }) => id)).size === value.length;
}

/** @param {any} record */
function isClass({ name, enabled }) {
  return isText(name) && NAME.test(name) && isFlag(enabled);
}

/** @param {any} record */
function isModel({ info, complete, keptAt }) {
  return Array.isArray(info?.classIds) && info.classIds.every(isId) && Array.isArray(info.epochs) && isFlag(complete) && Number.isFinite(keptAt);
}

/** @param {unknown} value */
function isFlag(value) {
  return typeof value === "boolean";
}

/** @param {unknown} value */
function isId(value) {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 31;
}

/** @param {unknown} value */
function isText(value) {
  return typeof value === "string";
}

/** A project of the pictures alone. @param {string[]} files @returns {Description} */
export function describedByFolders(files) {
  const found = files.map((file) => /^(train|test)\/([^/]+)\/([^/]+)$/.exec(file)).filter((match) => match !== null).filter(([, , folder]) => NAME.test(folder));
  const folders = [...new Set(found.map(([, , folder]) => folder))];
  return {
    format: FORMAT, version: FORMAT_VERSION, pupil: "", name: "", savedAt: "",
    backbone: { key: "", architecture: "", id: "", weights: null }, features: 0, settings: null, models: [], modelInUse: null,
    classes: folders.map((name, id) => ({ id, name, enabled: true })),
    pictures: found.map(([file, part, folder, name], id) => ({ id, classId: folders.indexOf(folder), name, source: "", enabled: true, aside: part === "test", hash: "", file })),
  };
}
