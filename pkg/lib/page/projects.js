/** `pupil.projects`: several projects in one store, of which one is open. `pupil.project` is the open one. */

/** @import { Rpc } from "./bridge/rpc.js" */
/** @import { ImportedProject, Progress, ProjectInfo } from "../shared/types.d.ts" */

export class Projects {
  #rpc;
  #changeOver;

  /** @param {Rpc} rpc @param {() => Promise<void>} changeOver starts a worker on the project that is now to be open */
  constructor(rpc, changeOver) {
    this.#rpc = rpc;
    this.#changeOver = changeOver;
  }

  /**
   * Lists the projects: the open one first, then the last used. At first there is one, "My project".
   * @returns {Promise<ProjectInfo[]>}
   * @example
   * await pupil.projects.rename(0, "Pets");
   * await pupil.projects.create("Birds");
   * (await pupil.projects.list()).map(({ id, name, pictures, open }) => [id, name, pictures, open]);
   * // → [[0, "Pets", 6, true], [1, "Birds", 0, false]]
   */
  list() {
    return this.#rpc.call("projects.list", []);
  }

  /**
   * Makes an empty project; `open` opens it.
   * @param {string} name if another has it, a number is added
   * @returns {Promise<ProjectInfo>} rejects with "empty_name", "storage_full"
   * @example
   * await pupil.projects.create("Birds");
   * const { id, name } = await pupil.projects.create("Birds");
   * [id, name];
   * // → [2, "Birds 2"]
   */
  create(name) {
    return this.#rpc.call("projects.create", [name]);
  }

  /**
   * Opens a project in place of the open one. It is the one that the next `Pupil.create` opens. An event "project" with no classes
   * says that the one before is left; what was removed there cannot be restored any more.
   * @param {number} id
   * @returns {Promise<void>} rejects with "unknown_project", or "busy" while training or an evaluation is under way; other calls that
   *   are under way reject with "project_left"
   * @example
   * const { id } = await pupil.projects.create("Birds");
   * await pupil.projects.open(id);
   * [pupil.project.name, pupil.project.classes];
   * // → ["Birds", []]
   */
  async open(id) {
    if (await this.#rpc.call("projects.open", [id])) await this.#changeOver();
  }

  /**
   * Renames a project.
   * @param {number} id
   * @param {string} name if another has it, a number is added
   * @returns {Promise<void>} rejects with "unknown_project", "empty_name"
   * @example
   * await pupil.projects.rename(pupil.project.id, " Cats and dogs ");
   * pupil.project.name;
   * // → "Cats and dogs"
   */
  rename(id, name) {
    return this.#rpc.call("projects.rename", [id, name]);
  }

  /**
   * Copies a project with everything in it, but what the browser has lost: notices "picture_lost" and "model_lost" say so.
   * @param {number} id
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<ProjectInfo>} rejects with "unknown_project", "storage_full", "aborted"; then there is no copy
   * @example
   * const { id, name, pictures } = await pupil.projects.duplicate(pupil.project.id);
   * [id, name, pictures];
   * // → [1, "My project 2", 6]
   */
  duplicate(id, options = {}) {
    return this.#rpc.call("projects.duplicate", [id], options);
  }

  /**
   * Removes a project that is not open. Until the next `Pupil.create`, `restore` brings it back.
   * @param {number} id
   * @returns {Promise<void>} rejects with "unknown_project", "project_open"
   * @example
   * const { id } = await pupil.projects.create("Birds");
   * await pupil.projects.remove(id);
   * (await pupil.projects.list()).length;
   * // → 1
   */
  remove(id) {
    return this.#rpc.call("projects.remove", [id]);
  }

  /**
   * Restores a removed project.
   * @param {number} id
   * @returns {Promise<void>} rejects with "unknown_project"
   * @example
   * const { id } = await pupil.projects.create("Birds");
   * await pupil.projects.remove(id);
   * await pupil.projects.restore(id);
   * (await pupil.projects.list()).map(({ name }) => name);
   * // → ["My project", "Birds"]
   */
  restore(id) {
    return this.#rpc.call("projects.restore", [id]);
  }

  /**
   * Saves the open project as a zip file: the pictures as they came, in a folder for each class inside "train", those that are set
   * aside inside "test", and beside them all that `import` needs, and "continue.py", which goes on in PyTorch. It is written picture by
   * picture; what the browser has lost is left out, and notices "picture_lost" and "model_lost" say so.
   * @param {{ to?: FileSystemFileHandle, onProgress?: (progress: Progress) => void, signal?: AbortSignal }} [options] `to`, from
   *   `showSaveFilePicker`, writes it to the disk right away
   * @returns {Promise<Blob>} the file; rejects with "not_written", "aborted", or "busy" while another network is being put to use
   * @example
   * const zip = await pupil.projects.save({ onProgress: ({ done, total }) => console.log(done, total) });
   * zip.type;
   * // → "application/zip"
   */
  save({ to, ...options } = {}) {
    return this.#rpc.call("projects.save", [to ?? null], options);
  }

  /**
   * Reads a project file: as a new project, which is then to be opened, or into the open one, where classes of the same name meet and
   * the same pictures come once. Of a file that is cut off or damaged, what can be read comes in.
   * @param {Blob} file
   * @param {{ merge?: boolean, onProgress?: (progress: Progress) => void, signal?: AbortSignal }} [options] `merge`: into the open
   *   project, without settings and models
   * @returns {Promise<ImportedProject>} rejects with "not_a_project", "newer_file", "damaged_file", or "busy" as `save`. Where it
   *   rejects with "storage_full" or "aborted", there is no new project; of pictures for the open one, those that are in stay in
   * @example
   * const zip = await pupil.projects.save();
   * const { id, name, pictures } = await pupil.projects.import(zip);
   * [id, name, pictures];
   * // → [1, "My project 2", 6]
   */
  import(file, { merge = false, ...options } = {}) {
    return this.#rpc.call("projects.import", [file, merge], options);
  }
}
