/** Takes a batch of files in, each in a turn of its own, so that other calls get theirs in between. */
import { errorData, isFatal, PupilError } from "../shared/errors.js";
import { pictureInfo } from "./library.js";
import { decodedByEither, sha256 } from "./picture.js";

/** @import { Library, NewPicture } from "./library.js" */
/** @import { CallContext } from "../shared/protocol.d.ts" */
/** @import { Turns } from "./turns.js" */
/** @import { AddResult } from "../shared/types.d.ts" */
/** @typedef {{ classId: number, files: Blob[], source: string | null, aside: boolean }} Batch */

/** Milliseconds between two snapshots while a batch goes in. */
const SNAPSHOT_EVERY = 100;

export class Intake {
  #library;
  #turns;
  #publish;
  #published = 0;

  /**
   * @param {Library} library
   * @param {Turns} turns
   * @param {() => void} publish sends a new snapshot of the project
   */
  constructor(library, turns, publish) {
    this.#library = library;
    this.#turns = turns;
    this.#publish = publish;
  }

  /** @param {Batch} batch @param {CallContext} context */
  async take(batch, { key, signal, progress }) {
    const { classId, files } = batch;
    this.#library.catalog.classOf(classId);
    /** @type {AddResult} */
    const result = { added: [], duplicates: [], failed: [] };
    let done = 0;
    for (const file of files) {
      if (signal.aborted) break;
      await this.#takeFile(file, batch, key, result);
      progress({ stage: "pictures", done: ++done, total: files.length });
    }
    await this.#turns.take(this.#publish);
    if (done < files.length) throw aborted(done, files.length);
    return result;
  }

  /** A bad file spoils nothing but itself. @param {Blob} file @param {Batch} batch @param {string} call @param {AddResult} result */
  async #takeFile(file, { classId, source, aside }, call, result) {
    const name = file instanceof File ? file.name : (source ?? "Picture");
    try {
      const bytes = await read(file);
      const hash = await sha256(bytes);
      const picture = { classId, source: source ?? `file:${hash}`, name, hash, call, aside };
      const blob = new Blob([bytes], { type: file.type });
      await this.#turns.take(async () => {
        await this.#add(picture, blob, bytes, result);
        this.#publishAtTimes();
      });
    } catch (error) {
      if (isFatal(error)) throw error;
      result.failed.push({ name, ...errorData(error) });
    }
  }

  /** A snapshot for each picture would be much for a page to show. */
  #publishAtTimes() {
    if (performance.now() - this.#published < SNAPSHOT_EVERY) return;
    this.#publish();
    this.#published = performance.now();
  }

  /**
   * @param {NewPicture} picture
   * @param {Blob} blob @param {Uint8Array} bytes @param {AddResult} result
   */
  async #add(picture, blob, bytes, result) {
    const twin = this.#library.catalog.twin(picture.classId, picture.hash);
    if (!twin) {
      const added = await this.#embed(picture, blob, bytes);
      result.added.push(pictureInfo(await this.#library.addPicture(picture, blob, added)));
    } else if (twin.call === picture.call && !result.added.some(({ id }) => id === twin.id)) {
      // Added by this very call, before a crash made it start again.
      result.added.push(pictureInfo(twin));
    } else {
      result.duplicates.push(picture.name);
    }
  }

  /** @param {NewPicture} picture @param {Blob} blob @param {Uint8Array} bytes */
  #embed({ classId, source, aside = false }, blob, bytes) {
    const { engine } = this.#library;
    return decodedByEither(
      blob,
      () => engine.addPicture(classId, source, aside, bytes),
      ({ rgba, width, height }) => engine.addPixels(classId, source, aside, rgba, width, height),
    );
  }
}

/** @param {Blob} file */
export async function read(file) {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new PupilError("unreadable_file", "This file could not be read: it was changed, moved or locked since it was chosen. Choose it again.");
  }
}

/** @param {number} done @param {number} total */
function aborted(done, total) {
  return new PupilError("aborted", `Adding was stopped after ${done} of ${total} pictures. Those that are in stay in.`);
}
