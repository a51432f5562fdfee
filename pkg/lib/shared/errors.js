/** Errors as Pupil throws them, and as the plain data in which they cross from the worker. */

/** @import { PupilErrorData } from "./types.d.ts" */

/** What every promise of Pupil rejects with: a stable `code` for programs, a message for people. */
export class PupilError extends Error {
  /**
   * @param {string} code stays the same from version to version
   * @param {string} message says what is wrong and what to do
   */
  constructor(code, message) {
    super(message);
    this.name = "PupilError";
    /** Stays the same from version to version. */
    this.code = code;
  }
}

/**
 * Anything thrown, as data. What Pupil does not know gets the code "internal".
 * @param {unknown} thrown
 * @returns {PupilErrorData}
 */
export function errorData(thrown) {
  if (isErrorData(thrown)) return { code: thrown.code, message: thrown.message };
  const detail = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return { code: "internal", message: `Something went wrong inside Pupil (${detail}). Reload the page and try again.` };
}

/**
 * Whether the engine is gone for good: WebAssembly trapped, or the device under it failed.
 * @param {unknown} thrown
 */
export function isFatal(thrown) {
  return thrown instanceof WebAssembly.RuntimeError || (isErrorData(thrown) && thrown.code === "device");
}

/** A DOMException has a code, too, but a number. @param {unknown} thrown @returns {thrown is PupilErrorData} */
function isErrorData(thrown) {
  return typeof thrown === "object" && thrown !== null && "code" in thrown && typeof thrown.code === "string" && "message" in thrown;
}
