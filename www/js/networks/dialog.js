/** Chooses the pretrained network that Pupil builds on: one of those at hand, or weights from a file or an address. */
import { announce } from "../page/announce.js";
import { pickWeights } from "../files/picker.js";
import { followProject } from "../page/project.js";
import { byId, part } from "../page/template.js";
import { toast } from "../page/toasts.js";
import { size } from "../page/words.js";
import { backboneRow, fillTable } from "./list.js";
import { networkName } from "./names.js";

/** @import { NetworkInfo, Progress, Pupil } from "../../pkg/lib/index.js" */
/** @typedef {{ onProgress: (progress: Progress) => void, signal: AbortSignal }} Options */

export class NetworkDialog {
  #dialog = byId("networks", HTMLDialogElement);
  #list = part(this.#dialog, "list", HTMLElement);
  #trouble = part(this.#dialog, "trouble", HTMLElement);
  #bar = part(this.#dialog, "bar", HTMLProgressElement);
  /** @type {NetworkInfo[]} */
  #networks = [];
  /** Ends the change that is under way. @type {AbortController | null} */
  #changing = null;

  /** @param {Pupil} pupil */
  constructor(pupil) {
    this.pupil = pupil;
    this.#dialog.addEventListener("close", () => this.#changing?.abort());
    part(this.#dialog, "cancel", HTMLButtonElement).addEventListener("click", () => this.#changing?.abort());
    part(this.#dialog, "choose", HTMLButtonElement).addEventListener("click", () => pickWeights((file) => this.#load(file)));
    part(this.#dialog, "by-address", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#load(new URL(part(this.#dialog, "address", HTMLInputElement).value));
    });
    const opener = byId("open-networks", HTMLButtonElement);
    opener.addEventListener("click", () => this.#open());
    followProject(pupil, ({ architecture }) => {
      byId("network-in-use", HTMLElement).textContent = networkName(architecture);
      if (this.#dialog.open) this.#show();
    });
  }

  async #open() {
    this.#showTrouble(null);
    this.#networks = await this.pupil.networks.list();
    this.#show();
    this.#dialog.showModal();
  }

  #show() {
    const rows = this.pupil.project.backbones.flatMap((backbone) => {
      const network = this.#networks.find(({ architecture }) => architecture === backbone.architecture);
      if (!network) return [];
      return backboneRow(backbone, network, {
        use: () => this.#change((options) => this.pupil.networks.use(backbone.id, options)),
        remove: () => this.#try(() => this.pupil.networks.remove(backbone.id)),
      });
    });
    this.#list.replaceChildren(...rows);
    fillTable(part(this.#dialog, "networks", HTMLTableSectionElement), this.#networks);
  }

  /** @param {File | URL} weights */
  #load(weights) {
    return this.#change((options) => this.pupil.networks.load(weights, options));
  }

  /** @param {(options: Options) => Promise<void>} change */
  async #change(change) {
    this.#changing = new AbortController();
    this.#dialog.classList.add("changing");
    this.#progress({ stage: "download", done: 0, total: 0 });
    const { signal } = this.#changing;
    await this.#try(async () => {
      await change({ signal, onProgress: (progress) => this.#progress(progress) });
      this.#networks = await this.pupil.networks.list();
      this.#show();
      const words = `In use: ${networkName(this.pupil.project.architecture)}.`;
      if (this.#dialog.open) announce(words);
      else toast(words);
    }, signal);
    this.#dialog.classList.remove("changing");
    this.#changing = null;
  }

  /** Errors are shown here: a toast would lie behind the dialog. @param {() => Promise<void>} action @param {AbortSignal} [signal] */
  async #try(action, signal) {
    this.#showTrouble(null);
    try {
      await action();
    } catch (error) {
      if (!signal?.aborted) this.#showTrouble(error instanceof Error ? error.message : String(error));
    }
  }

  /** @param {string | null} trouble null hides it */
  #showTrouble(trouble) {
    this.#trouble.hidden = trouble === null;
    this.#trouble.textContent = trouble;
  }

  /** @param {Progress} progress */
  #progress({ stage, done, total }) {
    if (total > 0) this.#bar.value = done / total;
    else this.#bar.removeAttribute("value");
    const words = stage === "embed" ? `Looking at your pictures with it: ${done} of ${total}.` : `Fetching and reading the weights.${total > 0 ? ` ${size(done)} of ${size(total)}.` : ""}`;
    part(this.#dialog, "doing", HTMLElement).textContent = words;
  }
}
