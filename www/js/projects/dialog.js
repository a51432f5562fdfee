/** Several projects: which is open, the others, and what is done to them; saved to a file and opened from one. */
import { takeArrivals } from "../files/arrivals.js";
import { takeProjects } from "../files/deliver.js";
import { announce } from "../page/announce.js";
import { bringDock } from "../page/dock.js";
import { showNotice } from "../page/notices.js";
import { followProject } from "../page/project.js";
import { byId, part } from "../page/template.js";
import { count } from "../page/words.js";
import { work } from "../page/work.js";
import { Doing } from "./doing.js";
import { ProjectFiles } from "./files.js";
import { projectRow } from "./row.js";

/** @import { EditHistory, Step } from "../history/history.js" */
/** @import { ProjectInfo } from "../../pkg/lib/index.js" */

export class ProjectsDialog {
  #dialog = byId("projects", HTMLDialogElement);
  #list = part(this.#dialog, "list", HTMLElement);
  #deleted = part(this.#dialog, "deleted", HTMLElement);
  #undo = part(this.#dialog, "undo", HTMLButtonElement);
  #doing = new Doing(this.#dialog);
  #files;
  #history;
  #pupil;
  /** The last deletion. @type {Step | null} */
  #deletion = null;

  /** @param {EditHistory} history */
  constructor(history) {
    this.#history = history;
    this.#pupil = history.pupil;
    this.#files = new ProjectFiles(this.#pupil, this.#dialog, this.#doing, (id, words) => this.#changeTo(id, words));
    const opener = byId("open-projects", HTMLButtonElement);
    opener.hidden = false;
    opener.addEventListener("click", () => this.#open());
    part(this.#dialog, "create", HTMLButtonElement).addEventListener("click", () => this.#create());
    part(this.#dialog, "save", HTMLButtonElement).addEventListener("click", () => this.#files.save());
    part(this.#dialog, "from-file", HTMLButtonElement).addEventListener("click", () => this.#files.choose());
    takeProjects((files) => this.#offer(files));
    takeArrivals(this.#dialog, () => this.#doing.show("That is no project of Pupil. Close this dialog, and drop pictures on the page."));
    this.#undo.addEventListener("click", () => this.#deletion && this.#history.undo(this.#deletion));
    this.#dialog.addEventListener("close", () => (this.#doing.cancel(), (this.#deleted.hidden = true)));
    const name = part(opener, "name", HTMLElement);
    followProject(this.#pupil, (project) => {
      name.textContent = project.name;
      opener.title = `Project: ${project.name}`;
    });
  }

  async #open() {
    this.#doing.show("");
    await this.#show();
    bringDock(this.#dialog);
    this.#dialog.showModal();
  }

  /** Files that came to any part of the page. @param {[File, ...File[]]} files */
  async #offer([file, ...others]) {
    if (!this.#dialog.open) await this.#open();
    this.#files.offer(file);
    if (others.length === 0) return;
    const message = `“${file.name}” was taken; ${count(others.length, "other project", "other projects")} came with it: open one after the other.`;
    showNotice({ code: "other_projects", message }, { calm: true });
  }

  /** What has the focus keeps it. */
  async #show() {
    const projects = await this.#pupil.projects.list();
    const focused = document.activeElement;
    const place = focused?.closest("[data-project]")?.getAttribute("data-project");
    this.#list.replaceChildren(...projects.map((project) => projectRow(project, {
      open: () => this.#openOther(project),
      rename: (name) => this.#rename(project, name),
      copy: () => this.#copy(project),
      remove: () => this.#remove(project, projects.find(({ id }) => id !== project.id)),
    })));
    const same = place && this.#list.querySelector(`[data-project="${place}"] [data-part="${focused?.getAttribute("data-part")}"]`);
    if (same instanceof HTMLElement) same.focus();
  }

  /** Opens a project in place of the open one, unless something is under way. @param {number} id @param {string} words said when it is open */
  async #changeTo(id, words) {
    if (work.isUnderWay) throw new Error("Pupil is at work in this project. Wait until it has finished, or stop it, then open the other one.");
    await this.#pupil.projects.open(id);
    this.#history.leaveProject();
    announce(words);
    await this.#show();
  }

  /** @param {ProjectInfo} project */
  async #openOther({ id, name }) {
    if (await this.#doing.run(`Opening “${name}”.`, () => this.#changeTo(id, `“${name}” is open.`))) this.#dialog.close();
  }

  async #create() {
    await this.#doing.run("Making a new project.", async () => {
      const { id, name } = await this.#pupil.projects.create("New project");
      await this.#changeTo(id, `“${name}” is open. Give it a name.`);
    });
    this.#nameOf(this.#pupil.project.id)?.select();
  }

  /** @param {ProjectInfo} project @param {string} name */
  async #rename({ id }, name) {
    await this.#doing.run("", () => this.#pupil.projects.rename(id, name));
    await this.#show();
  }

  /** @param {ProjectInfo} project */
  async #copy({ id, name }) {
    await this.#doing.run(`Copying “${name}”.`, async (options) => {
      const copy = await this.#pupil.projects.duplicate(id, options);
      announce(`“${copy.name}” is a copy of it.`);
      await this.#show();
      this.#nameOf(copy.id)?.focus();
    }, true);
  }

  /** In place of the open one, another is opened: the last used, or a new one. @param {ProjectInfo} project @param {ProjectInfo} [other] */
  async #remove({ id, name, open }, other) {
    const removed = await this.#doing.run(`Deleting “${name}”.`, async () => {
      if (open) {
        const next = other ?? (await this.#pupil.projects.create("New project"));
        await this.#changeTo(next.id, `“${next.name}” is open.`);
      }
      await this.#history.perform(this.#deletion = this.#deletionOf(id, name));
      await this.#show();
    });
    if (!removed) return;
    this.#deleted.hidden = false;
    part(this.#deleted, "deleted-text", HTMLElement).textContent = `“${name}” is deleted.`;
    this.#undo.focus();
    announce(`“${name}” is deleted. It can be undone.`);
  }

  /** @param {number} id @param {string} name @returns {Step} */
  #deletionOf(id, name) {
    const { projects } = this.#pupil;
    return {
      label: `Project “${name}” deleted`,
      ofAll: true,
      do: () => projects.remove(id),
      undo: async () => {
        await projects.restore(id);
        this.#deleted.hidden = true;
        await this.#show();
        this.#nameOf(id)?.focus();
      },
    };
  }

  /** The field with its name. @param {number} id */
  #nameOf(id) {
    return /** @type {HTMLInputElement | null} */ (this.#list.querySelector(`[data-project="${id}"] input`));
  }
}
