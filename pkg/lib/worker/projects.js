/** Several projects: making them, leaving one for another, and what is done to them as a whole. */
import { PupilError } from "../shared/errors.js";
import { writeZip } from "../shared/zip.js";
import { collector } from "./archive/collect.js";
import { mergeArchive } from "./archive/merge.js";
import { Archive } from "./archive/read.js";
import { restoreArchive } from "./archive/restore.js";
import { projectFiles } from "./archive/write.js";
import { lostNotices } from "./store/lost.js";

/** @import { Groups } from "./archive/merge.js" */
/** @import { Project } from "./engine/project.js" */
/** @import { CallContext } from "../shared/methods.d.ts" */
/** @import { ImportedProject } from "../shared/types.d.ts" */

export class Projects {
  #project;
  #groups;

  /** @param {Project} project the open one @param {Groups} groups its classes and pictures */
  constructor(project, groups) {
    this.#project = project;
    this.#groups = groups;
  }

  list() {
    return this.#project.projects.list(this.#pictures);
  }

  /** @param {string} name @param {CallContext} context */
  create(name, { key }) {
    return this.#project.projects.add(key, name, async () => 0);
  }

  /** @param {number} id */
  async open(id) {
    const { backbones, projects, queue } = this.#project;
    if (id === projects.openId) return false;
    if (queue.isBusy) throw new PupilError("busy", "Pupil is at work in this project. Wait until it has finished, or stop it, then open the other one.");
    await queue.close(() => projects.use(id, { pictures: this.#pictures, backbone: backbones.inUse }));
    return true;
  }

  /** @param {number} id @param {string} name */
  rename(id, name) {
    return this.#project.edit(() => this.#project.projects.rename(id, name));
  }

  /** @param {number} id @param {CallContext} context */
  async duplicate(id, { key, signal }) {
    const { copy, lost } = await this.#project.projects.copy(key, id, () => {
      if (signal.aborted) throw new PupilError("aborted", "Copying was stopped. There is no copy.");
    });
    for (const notice of lostNotices(lost, "in the copy")) this.#project.emit("notice", notice);
    return copy;
  }

  /** @param {number} id */
  remove(id) {
    return this.#project.projects.remove(id);
  }

  /** @param {number} id */
  restore(id) {
    return this.#project.projects.restore(id);
  }

  /** @param {FileSystemFileHandle | null} to @param {CallContext} context @returns {Promise<Blob>} */
  save(to, context) {
    return this.#project.queue.hold(async () => {
      const { stream, file } = to ? { stream: await writableOf(to), file: () => to.getFile() } : collector("application/zip");
      try {
        await writeZip(projectFiles(this.#project, context), stream);
      } catch (error) {
        throw error instanceof DOMException ? notWritten(error) : error;
      }
      return file();
    });
  }

  /** @param {Blob} file @param {boolean} merge @param {CallContext} context @returns {Promise<ImportedProject>} */
  import(file, merge, context) {
    return this.#project.queue.hold(async () => {
      const archive = await Archive.open(file);
      return merge ? this.#merge(archive, context) : this.#restore(archive, file, context);
    });
  }

  /** @param {Archive} archive @param {CallContext} context @returns {Promise<ImportedProject>} */
  async #merge(archive, context) {
    const merged = await mergeArchive(archive, this.#project, this.#groups, context);
    const { id, name } = this.#project.projects.open;
    return { id, name, ...merged, sameNetwork: true };
  }

  /** @param {Archive} archive @param {Blob} file @param {CallContext} context @returns {Promise<ImportedProject>} */
  async #restore(archive, file, context) {
    const { projects } = this.#project;
    const result = { pictures: 0, missing: /** @type {string[]} */ ([]), sameNetwork: true };
    const names = [archive.description.name, file instanceof File ? file.name.replace(/\.zip$/i, "") : "", "Project"];
    const named = names.find((each) => each.trim() !== "");
    const { id, name } = await projects.add(context.key, /** @type {string} */ (named), async (store) => {
      Object.assign(result, await restoreArchive(archive, this.#project, store, context));
      return result.pictures;
    });
    return { id, name, duplicates: 0, ...result };
  }

  /** How many the open project has. */
  get #pictures() {
    return this.#project.records.countedClasses().reduce((sum, { pictures }) => sum + pictures, 0);
  }
}

/** @param {FileSystemFileHandle} to @returns {Promise<WritableStream<Uint8Array>>} */
function writableOf(to) {
  return to.createWritable().catch((error) => Promise.reject(notWritten(error)));
}

/** @param {DOMException} error */
function notWritten(error) {
  const why = error.name === "QuotaExceededError" ? "there is no room left" : error.message;
  return new PupilError("not_written", `The file could not be written: ${why}. Nothing is lost here. Free some space, or choose another folder, then save again.`, { detail: String(error) });
}
