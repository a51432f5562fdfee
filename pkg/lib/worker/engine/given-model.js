/** A start with a model from elsewhere in place of a project: what is stored before anything else, and the model itself. */
import { PupilError } from "../../shared/errors.js";
import { weightsChanges } from "../store/weights.js";
import { bundledBelow, fetchWeights } from "./backbones.js";
import { readFile, sha256 } from "../../shared/files.js";
import { describe, wrongModel } from "./model-file.js";

/** @import { Project } from "./project.js" */
/** @import { StartOptions } from "../../shared/protocol.d.ts" */
/** @import { Change } from "../../shared/store.d.ts" */
/** @typedef {{ bytes: Uint8Array<ArrayBuffer>, changes: Change[] }} GivenModel */

/**
 * Reads it; null if none is given, or the worker before this one has stored it.
 * @param {StartOptions} options
 * @returns {Promise<GivenModel | null>} rejects with "wrong_model", "newer_model", "unknown_backbone", "not_loaded", "unreadable_file"
 */
export async function givenModel({ model, tables }) {
  if (!model || [...(tables?.values() ?? [])].some(({ runs }) => runs.size > 0)) return null;
  const bytes = await bytesOf(model.file);
  const { classIds, classNames, backbone } = describe(bytes);
  const classes = classIds.flatMap((id, index) => {
    const name = classNames[index];
    return name ? [{ id, name, enabled: true, removed: false, call: "given" }] : [];
  });
  if (classes.length === 0) throw wrongModel("all of its classes are switched off");
  const below = model.weights === null ? bundled(backbone) : await loaded(model.weights, backbone);
  return { bytes, changes: [...classes.map((value) => ({ table: /** @type {const} */ ("classes"), key: value.id, value })), ...below] };
}

/** Uses it. @param {Project} project on the network that it needs @param {GivenModel} given */
export async function useGiven(project, { bytes }) {
  const { engine } = project;
  engine.restoreModel(bytes);
  const { trained } = engine.project();
  if (trained) await project.saveModel("given", bytes, trained, { complete: true, use: true });
}

/** A network from scratch does with any. @param {string | null} name @returns {Change[]} */
function bundled(name) {
  if (name === null) return [];
  const id = bundledBelow(name);
  if (id) return [{ table: "values", key: "backbone", value: id }];
  const message = `This model needs the network ${name}, whose weights do not come with Pupil. Give their file, too.`;
  throw new PupilError("unknown_backbone", message, { name });
}

/** @param {Blob | string} source of weights @param {string | null} name @returns {Promise<Change[]>} */
async function loaded(source, name) {
  const bytes = await bytesOf(source);
  const id = await sha256(bytes);
  const record = { id, name: "weights", architecture: name?.replace(/-[^-]*$/, "") ?? "", bytes: bytes.length };
  return [{ table: "backbones", key: id, value: record }, ...weightsChanges(id, new Blob([bytes])), { table: "values", key: "backbone", value: id }];
}

/** @param {Blob | string} source */
async function bytesOf(source) {
  const { file } = await fetchWeights(source, { key: "", signal: new AbortController().signal, progress: () => {} });
  return readFile(file);
}
