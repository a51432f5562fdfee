/** Opens a project file, or what is left of one. */
import { PupilError } from "../../shared/errors.js";
import { typeOf } from "../../shared/file-names.js";
import { DESCRIPTION, descriptionIn, FORMAT, readDescription } from "../../shared/project-file.js";
import { readZip } from "../../shared/zip.js";
import { describedByFolders, isDescription } from "./describe.js";
import { embeddingsFile, FORMAT_VERSION, modelFile, PER_FILE, WEIGHTS } from "./format.js";

/** @import { DescribedModel, DescribedPicture, Description } from "./description.d.ts" */
/** @import { ZipEntry } from "../../shared/zip.js" */

export class Archive {
  #entries;

  /** @private @param {Description} description @param {Map<string, ZipEntry>} entries by their names @param {string[]} missing what could not be read so far */
  constructor(description, entries, missing) {
    this.description = description;
    this.#entries = entries;
    this.missing = missing;
  }

  /** @param {Blob} file @returns {Promise<Archive>} rejects with "not_a_project", "newer_file", "damaged_file" */
  static async open(file) {
    const { entries, whole } = await readZip(file);
    const found = descriptionIn(entries);
    if (whole && !found) throw notAProject();
    const prefix = found?.name.slice(0, -DESCRIPTION.length) ?? "";
    const inside = entries.filter(({ name }) => name.startsWith(prefix)).map((entry) => ({ ...entry, name: entry.name.slice(prefix.length) }));
    const said = found ? await described(found) : null;
    const description = said ?? describedByFolders(inside.map(({ name }) => name));
    if (!said && description.pictures.length === 0) throw entries.length > 0 ? damaged() : notAProject();
    return new Archive(description, new Map(inside.map((entry) => [entry.name, entry])), said ? [] : [DESCRIPTION]);
  }

  /** A picture as it was added; null where it is not whole. @param {DescribedPicture} picture */
  async picture({ file, name }) {
    const bytes = await this.#read(file);
    return bytes && new File([bytes], name, { type: typeOf(file) });
  }

  /** A model's file; null where it is not whole. @param {DescribedModel} model */
  async model({ id }) {
    return bytesOf(await this.#read(modelFile(id)));
  }

  /** The weights of the network that it brings; null where they are not whole. */
  async weights() {
    return bytesOf(await this.#read(WEIGHTS));
  }

  /** The embeddings of the pictures from `index` × 256 on; null where they are not whole. @param {number} index */
  async embeddings(index) {
    const { features, pictures } = this.description;
    const count = Math.min(PER_FILE, pictures.length - index * PER_FILE);
    const bytes = bytesOf(await this.#read(embeddingsFile(index)));
    if (bytes?.length !== 4 * features * count || !new Float32Array(bytes.buffer).every(Number.isFinite)) return null;
    return Array.from({ length: count }, (_, place) => new Float32Array(bytes.buffer.slice(4 * features * place, 4 * features * (place + 1))));
  }

  /** @param {string} name */
  async #read(name) {
    const blob = await this.#entries.get(name)?.read().catch(() => null);
    return blob ? blob.arrayBuffer() : null;
  }
}

/** @param {ArrayBuffer | null} buffer */
function bytesOf(buffer) {
  return buffer && new Uint8Array(buffer);
}

/** What the file says of itself; null where that is damaged. @param {ZipEntry} entry */
async function described(entry) {
  const value = await readDescription(entry);
  if (value === null) return null;
  if (value.format !== FORMAT || !Number.isInteger(value.version)) throw notAProject();
  if (value.version > FORMAT_VERSION) throw newerFile(value);
  return isDescription(value) ? value : null;
}

function notAProject() {
  return new PupilError("not_a_project", "This file is no project of Pupil. Choose a zip file that Pupil saved.");
}

function damaged() {
  return new PupilError("damaged_file", "This file is cut off or damaged, and nothing in it can be read. Choose another copy of it.");
}

/** @param {{ pupil?: unknown }} value */
function newerFile({ pupil }) {
  return new PupilError("newer_file", `This file was saved by a newer version of Pupil (${pupil}). Reload the page to get that version, then open the file again.`, { version: String(pupil) });
}
