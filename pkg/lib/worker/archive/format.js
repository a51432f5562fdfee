/** Where what is in a project file. */

/** Raised when an older version could not read it any more. */
export const FORMAT_VERSION = 1;

export const WEIGHTS = "pupil/network.safetensors";

/** Pictures whose embeddings are in one file. */
export const PER_FILE = 256;

/** @param {number} id */
export function modelFile(id) {
  return `pupil/models/${id}.safetensors`;
}

/** @param {number} index */
export function embeddingsFile(index) {
  return `pupil/embeddings/${index}.f32`;
}
