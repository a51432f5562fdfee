/** What a model file says of itself. It is a safetensors file: the size of its header, the header as JSON, the numbers. */
import { PupilError } from "../../shared/errors.js";

/** The description's name among the header's metadata: "pupil-model-1". Its number is the version of the file's layout. */
const NAME = /^pupil-model-(\d+)$/;
const VERSION = 1;

/** Headers end at a multiple of so many bytes. */
const ALIGNMENT = 8;

/**
 * @typedef {object} Description
 * @property {number[]} classIds in the order of its outputs
 * @property {(string | null)[]} classNames in the same order; null for a class that is not predicted
 * @property {string | null} backbone the engine's name of the network below it; null for a network from scratch
 */

/** @param {Uint8Array<ArrayBuffer>} file @returns {Description} throws "wrong_model", "newer_model" */
export function describe(file) {
  const { header, name } = headerOf(file);
  const { info, classNames } = parsed(header.__metadata__[name]);
  const classIds = info?.classIds;
  if (!Array.isArray(classIds) || !classIds.every(Number.isInteger)) throw wrongModel("its description names no classes");
  const named = Array.isArray(classNames) && classNames.length === classIds.length;
  // Versions before this one named none.
  return { classIds, classNames: named ? classNames : classIds.map((_, index) => `Class ${index + 1}`), backbone: info.backbone ?? null };
}

/**
 * The file with the names of its classes. All else in it stays as it is, to the last bit.
 * @param {Uint8Array<ArrayBuffer>} file
 * @param {(classId: number) => string | null} nameOf null for a class that is not predicted
 */
export function withClassNames(file, nameOf) {
  const { header, name, end } = headerOf(file);
  const description = header.__metadata__[name];
  const names = JSON.stringify(describe(file).classIds.map(nameOf));
  header.__metadata__[name] = `${description.slice(0, description.lastIndexOf("}"))},"classNames":${names}}`;
  const text = new TextEncoder().encode(JSON.stringify(header));
  const size = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const named = new Uint8Array(8 + size + file.length - end).fill(0x20, 8, 8 + size);
  new DataView(named.buffer).setBigUint64(0, BigInt(size), true);
  named.set(text, 8);
  named.set(file.subarray(end), 8 + size);
  return named;
}

/** Its header, the description's name there, and where it ends. @param {Uint8Array<ArrayBuffer>} file */
function headerOf(file) {
  const end = file.length < 8 ? Infinity : 8 + Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  if (end > file.length) throw wrongModel("it is no safetensors file");
  const header = parsed(new TextDecoder().decode(file.subarray(8, end)));
  const name = Object.keys(header.__metadata__ ?? {}).find((key) => NAME.test(key));
  const version = Number(NAME.exec(name ?? "")?.[1]);
  if (version > VERSION) throw new PupilError("newer_model", "A newer version of Pupil saved this model. Update Pupil, or save the model with this version.", { version });
  if (name === undefined || version < VERSION) throw wrongModel("it does not say what it tells apart");
  return { header, name, end };
}

/** @param {string} json @returns {any} an object */
function parsed(json) {
  try {
    return Object(JSON.parse(json));
  } catch (error) {
    throw wrongModel(`its description cannot be read: ${error}`);
  }
}

/** @param {string} detail */
export function wrongModel(detail) {
  return new PupilError("wrong_model", `This is not a trained model that Pupil can read (${detail}). Choose a file that Pupil saved.`, { detail });
}
