/** Files that the user chose. */
import { PupilError } from "./errors.js";

/** The bytes of a file. @param {Blob} file */
export async function readFile(file) {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new PupilError("unreadable_file", "This file could not be read: it was changed, moved or locked since it was chosen. Choose it again.");
  }
}

/** SHA-256 in hexadecimal. @param {Uint8Array<ArrayBuffer>} bytes */
export async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
