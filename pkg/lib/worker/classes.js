/** Edits of classes. */
import { deletions, unknownClass } from "./store/records.js";

/** @import { Project } from "./engine/project.js" */
/** @import { CallContext } from "../shared/methods.d.ts" */
/** @import { ClassRecord } from "../shared/store.d.ts" */
/** @import { ClassInfo } from "../shared/types.d.ts" */

export class Classes {
  #project;

  /** @param {Project} project */
  constructor(project) {
    this.#project = project;
  }

  /** @param {string} name @param {CallContext} context @returns {Promise<ClassInfo>} */
  add(name, { key }) {
    const { records } = this.#project;
    return this.#project.edit(async () => {
      const before = [...records.classes.values()].find(({ call }) => call === key);
      return emptyClass(before ?? (await this.#add(name, key)));
    });
  }

  /** @param {number} id @param {string} name */
  rename(id, name) {
    return this.#project.edit(async () => {
      const { engine, records } = this.#project;
      const record = records.classOf(id);
      const renamed = { ...record, name: engine.renameClass(id, name) };
      await this.#write(renamed, () => engine.renameClass(id, record.name));
    });
  }

  /** @param {number} id @param {boolean} enabled */
  enable(id, enabled) {
    return this.#project.edit(async () => {
      await this.#write({ ...this.#project.records.classOf(id), enabled });
      this.#project.engine.setClassEnabled(id, enabled);
    });
  }

  /** @param {number} id */
  remove(id) {
    return this.#project.edit(async () => {
      const { engine, records } = this.#project;
      if (records.classes.get(id)?.removed) return;
      const record = records.classOf(id);
      await this.#project.remove([{ table: "classes", key: id, value: { ...record, removed: true } }], deletions([record], records.ofClass(id)));
      engine.removeClass(id);
    });
  }

  /** @param {number} id */
  restore(id) {
    return this.#project.edit(async () => {
      const { engine, records } = this.#project;
      const record = records.classes.get(id);
      if (!record) throw unknownClass(id);
      if (!record.removed) return;
      const pictures = records.ofClass(id).filter(({ removed }) => !removed);
      await this.#project.restorePictures(pictures, async () => {
        await this.#write({ ...record, removed: false });
        engine.restoreClass(id, record.name, record.enabled);
      });
    });
  }

  /** @param {string} name @param {string} call */
  async #add(name, call) {
    const { engine } = this.#project;
    const added = engine.addClass(name);
    const record = { ...added, enabled: true, removed: false, call };
    await this.#write(record, () => engine.removeClass(record.id));
    return record;
  }

  /** @param {ClassRecord} record @param {() => void} [undo] what the engine did already */
  #write(record, undo) {
    return this.#project.write([{ table: "classes", key: record.id, value: record }], undo);
  }
}

/** @param {ClassRecord} record @returns {ClassInfo} */
function emptyClass({ id, name, enabled }) {
  return { id, name, enabled, pictures: [], sources: 0 };
}
