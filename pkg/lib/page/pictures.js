/** `pupil.pictures`: what classes are learned from, and tested with. */

/** @import { Rpc } from "./bridge/rpc.js" */
/** @import { AddResult, PictureInfo, Progress } from "../shared/types.d.ts" */

export class Pictures {
  #rpc;
  #onProgress;
  #onAdded;

  /** @param {Rpc} rpc @param {(progress: Progress) => void} onProgress @param {() => void} onAdded */
  constructor(rpc, onProgress, onAdded) {
    this.#rpc = rpc;
    this.#onProgress = onProgress;
    this.#onAdded = onAdded;
  }

  /**
   * Adds pictures to a class. One that cannot be added does not stop the others: it is listed in `failed`.
   * @param {number} classId
   * @param {Iterable<Blob>} pictures files, or other blobs
   * @param {{ source?: string, aside?: boolean, onProgress?: (progress: Progress) => void, signal?: AbortSignal }} [options]
   *   `source` names what similar pictures come from, such as the frames of one recording: training and validation never share a
   *   source. By default each file is its own source; the frames of one film, files in a row whose names differ by a rising number and
   *   that are nearly the same, are one. `aside` sets the pictures aside for testing: they are neither trained on nor
   *   used for validation, and no other picture of their source can be trained on.
   * @returns {Promise<AddResult>} rejects with "unknown_class", or "aborted" if the signal aborted; what was added by then
   *   stays, and is in `details.result`
   * @example
   * const { added, duplicates, failed } = await pupil.pictures.add(0, [file, file, new File(["text"], "notes.txt")]);
   * [added[0].name, duplicates, failed[0].code];
   * // → ["cat.png", ["cat.png"], "unsupported_format"]
   */
  async add(classId, pictures, { source, aside = false, onProgress = () => {}, signal } = {}) {
    const report = (/** @type {Progress} */ progress) => {
      this.#onProgress(progress);
      onProgress(progress);
    };
    const result = await this.#rpc.call("pictures.add", [classId, [...pictures], source ?? null, aside], { signal, onProgress: report });
    if (result.added.length > 0) this.#onAdded();
    return result;
  }

  /**
   * Moves pictures to another class.
   * @param {number[]} ids
   * @param {number} classId
   * @returns {Promise<void>} rejects with "unknown_picture", "unknown_class"
   * @example
   * await pupil.pictures.move([0], 1);
   * pupil.project.classes.map(({ pictures }) => pictures);
   * // → [[1, 2], [0, 3, 4, 5]]
   */
  move(ids, classId) {
    return this.#rpc.call("pictures.move", [ids, classId]);
  }

  /**
   * Removes pictures. Until the next `Pupil.create`, `restore` brings them back.
   * @param {number[]} ids
   * @returns {Promise<void>} rejects with "unknown_picture"
   * @example
   * await pupil.pictures.remove([0, 1]);
   * pupil.project.classes[0].pictures;
   * // → [2]
   */
  remove(ids) {
    return this.#rpc.call("pictures.remove", [ids]);
  }

  /**
   * Restores removed pictures.
   * @param {number[]} ids
   * @returns {Promise<void>} rejects with "unknown_picture", or "unknown_class" if their class was removed
   * @example
   * await pupil.pictures.remove([0, 1]);
   * await pupil.pictures.restore([1]);
   * pupil.project.classes[0].pictures;
   * // → [1, 2]
   */
  restore(ids) {
    return this.#rpc.call("pictures.restore", [ids]);
  }

  /**
   * Enables or disables pictures. A disabled picture stays in the project, but is not used.
   * @param {number[]} ids
   * @param {boolean} enabled
   * @returns {Promise<void>} rejects with "unknown_picture"
   * @example
   * await pupil.pictures.enable([3], false);
   * pupil.project.disabledPictures;
   * // → [3]
   */
  enable(ids, enabled) {
    return this.#rpc.call("pictures.enable", [ids, enabled]);
  }

  /**
   * Sets pictures aside for testing, or takes them back for training. All other pictures of their sources go with them, so that
   * near-copies are never on both sides.
   * @param {number[]} ids
   * @param {boolean} aside
   * @returns {Promise<void>} rejects with "unknown_picture"
   * @example
   * await pupil.pictures.setAside([2, 5], true);
   * pupil.project.asidePictures;
   * // → [2, 5]
   */
  setAside(ids, aside) {
    return this.#rpc.call("pictures.setAside", [ids, aside]);
  }

  /**
   * Returns what is known of pictures, in the same order.
   * @param {number[]} ids
   * @returns {Promise<PictureInfo[]>} rejects with "unknown_picture"
   * @example
   * const [{ name, classId, aside }] = await pupil.pictures.info([4]);
   * ({ name, classId, aside });
   * // → { name: "dog-1.png", classId: 1, aside: false }
   */
  info(ids) {
    return this.#rpc.call("pictures.info", [ids]);
  }

  /**
   * Returns a picture's file as it was added.
   * @param {number} id
   * @returns {Promise<Blob>} rejects with "unknown_picture"
   * @example
   * (await pupil.pictures.original(0)).type;
   * // → "image/png"
   */
  original(id) {
    return this.#rpc.call("pictures.original", [id]);
  }

  /**
   * Returns a picture's pixels as networks see them, before they are fed its centre square: upright, in sRGB, opaque, a large JPEG
   * at a part of its size. A browser may show the file otherwise.
   * @param {number | Blob} picture an id or a file
   * @returns {Promise<ImageData>} rejects with "unknown_picture", "unsupported_format", "broken_picture", …
   * @example
   * const { width, height } = await pupil.pictures.decode(file);
   * [width, height];
   * // → [64, 48]
   */
  decode(picture) {
    return this.#rpc.call("pictures.decode", [picture]);
  }

  /**
   * Returns the centre square that the network is fed, as a JPEG of 112 × 112 pixels.
   * @param {number} id
   * @returns {Promise<Blob>} rejects with "unknown_picture"
   * @example
   * const { width, height } = await createImageBitmap(await pupil.pictures.thumbnail(0));
   * [width, height];
   * // → [112, 112]
   */
  thumbnail(id) {
    return this.#rpc.call("pictures.thumbnail", [id]);
  }
}
