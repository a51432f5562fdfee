/** Errors as Pupil throws them, and as the plain data in which they leave the worker. */

/** @import { ErrorCode, PupilErrorData } from "./types.d.ts" */

/** What every promise of Pupil rejects with: a stable `code` for programs, a message for people. */
export class PupilError extends Error {
  /**
   * @param {ErrorCode} code stays the same from version to version
   * @param {string} message says what is wrong and what to do
   * @param {Record<string, unknown>} [details] the values in the message, by name
   */
  constructor(code, message, details = {}) {
    super(message);
    this.name = "PupilError";
    /** Stays the same from version to version. */
    this.code = code;
    /** The values in the message, by name; empty if there are none. */
    this.details = details;
  }
}

/**
 * Anything thrown, as data. Unknown errors get the code "internal".
 * @param {unknown} thrown
 * @returns {PupilErrorData}
 */
export function errorData(thrown) {
  if (isErrorData(thrown)) return { code: thrown.code, message: thrown.message, details: thrown.details };
  const detail = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return { code: "internal", message: `Something went wrong inside Pupil (${detail}). Reload the page and try again.`, details: { detail } };
}

/**
 * Whether the engine is dead: WebAssembly trapped, or its device failed.
 * @param {unknown} thrown
 */
export function isFatal(thrown) {
  return thrown instanceof WebAssembly.RuntimeError || (isErrorData(thrown) && thrown.code === "device");
}

/** A DOMException has a code, too, but a number. @param {unknown} thrown @returns {thrown is PupilErrorData} */
function isErrorData(thrown) {
  return typeof thrown === "object" && thrown !== null && "code" in thrown && typeof thrown.code === "string" && "details" in thrown;
}
