/** Augmentation in the Train panel: strengths to choose from, sliders, and one's own pictures varied by them, live. */
import { equal, followProject } from "../page/project.js";
import { byId, clone, part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { FEEDS, FILLS, PRESET_NAMES, SLIDERS, standardizing } from "./augmentation-fields.js";
import { AugmentationViews } from "./augmentation-views.js";

/** @import { Augmentation, AugmentationPresets, Project, Pupil } from "../../pkg/lib/index.js" */

export class AugmentationPanel {
  #root = byId("augmentation", HTMLDetailsElement);
  #horizontal = part(this.#root, "horizontal", HTMLInputElement);
  #vertical = part(this.#root, "vertical", HTMLInputElement);
  #fill = part(this.#root, "fill", HTMLSelectElement);
  #feed = part(this.#root, "feed", HTMLSelectElement);
  #views;
  #sliders;
  #presets;
  /** What the controls say, ahead of the settings while a slider moves. @type {Augmentation} */
  #value;
  /** How many changes are on their way; until they arrive, snapshots have older settings. */
  #saving = 0;

  /** @param {Pupil} pupil @param {AugmentationPresets} presets */
  constructor(pupil, presets) {
    this.pupil = pupil;
    this.#presets = presets;
    this.#value = pupil.project.settings.augmentation;
    this.#views = new AugmentationViews(part(this.#root, "views", HTMLElement), pupil);
    this.#sliders = SLIDERS.map((slider, index) => this.#slider(slider, index));
    part(this.#root, "sliders", HTMLElement).append(...this.#sliders.map(({ element }) => element));
    this.#offerPresets();
    this.#offerFills();
    this.#offerFeeds();
    this.#horizontal.addEventListener("change", () => this.#save({ horizontalFlip: this.#horizontal.checked }));
    this.#vertical.addEventListener("change", () => this.#save({ verticalFlip: this.#vertical.checked }));
    part(this.#root, "again", HTMLButtonElement).addEventListener("click", () => this.#views.again());
    this.#root.addEventListener("toggle", () => this.#follow(pupil.project));
    followProject(pupil, (project) => this.#follow(project));
  }

  /** @param {Project} project */
  #follow(project) {
    if (this.#saving === 0) this.#value = project.settings.augmentation;
    this.#show();
    part(this.#root, "feed-place", HTMLElement).hidden = project.settings.method !== "scratch";
    if (!this.#root.open) return;
    this.#views.choose(project);
    const none = project.classes.every(({ enabled, pictures }) => !enabled || pictures.length === 0);
    part(this.#root, "none", HTMLElement).hidden = !none;
    part(this.#root, "live", HTMLElement).hidden = none;
  }

  /** Shows what a control says now, without saving it yet. @param {Partial<Augmentation>} change */
  #try(change) {
    this.#value = { ...this.#value, ...change };
    this.#show();
  }

  /** @param {Partial<Augmentation>} change */
  async #save(change) {
    this.#try(change);
    this.#saving++;
    await this.pupil.training.set({ augmentation: this.#value }).catch(toastError);
    this.#saving--;
    this.#follow(this.pupil.project);
  }

  #show() {
    const preset = PRESET_NAMES.find(([key]) => equal({ ...this.#presets[key], ...standardizing(this.#value) }, this.#value));
    part(this.#root, "strength", HTMLElement).textContent = preset ? preset[1] : "Your own";
    for (const radio of this.#root.querySelectorAll("input[type=radio]")) {
      if (radio instanceof HTMLInputElement) radio.checked = radio.value === preset?.[0];
    }
    for (const { show } of this.#sliders) show(this.#value);
    this.#horizontal.checked = this.#value.horizontalFlip;
    this.#vertical.checked = this.#value.verticalFlip;
    this.#fill.value = this.#value.fillMode;
    this.#feed.value = FEEDS.find(([, , feed]) => equal(feed, standardizing(this.#value)))?.[0] ?? "";
    if (this.#root.open) void this.#views.show(this.#value);
  }

  /** @param {import("./augmentation-fields.js").Slider} slider @param {number} index */
  #slider({ label, max, step, read, write, words }, index) {
    const element = clone("slider");
    const range = part(element, "range", HTMLInputElement);
    Object.assign(range, { min: "0", max: String(max), step: String(step), id: `augmentation-${index}` });
    part(element, "label", HTMLLabelElement).htmlFor = range.id;
    part(element, "label", HTMLLabelElement).textContent = label;
    const change = () => write(range.valueAsNumber, this.#value);
    range.addEventListener("input", () => this.#try(change()));
    range.addEventListener("change", () => this.#save(change()));
    /** @param {Augmentation} augmentation */
    const show = (augmentation) => {
      const value = Number(read(augmentation).toFixed(1));
      if (range.valueAsNumber !== value) range.valueAsNumber = value;
      range.ariaValueText = words(value);
      part(element, "value", HTMLElement).textContent = words(value);
    };
    return { element, show };
  }

  #offerPresets() {
    const choices = PRESET_NAMES.map(([key, name]) => {
      const label = document.createElement("label");
      const radio = Object.assign(document.createElement("input"), { type: "radio", name: "augmentation", value: key });
      radio.addEventListener("change", () => this.#save({ ...this.#presets[key], ...standardizing(this.#value) }));
      label.append(radio, Object.assign(document.createElement("span"), { textContent: name }));
      return label;
    });
    part(this.#root, "presets", HTMLFieldSetElement).append(...choices);
  }

  #offerFeeds() {
    this.#feed.append(...FEEDS.map(([value, words]) => new Option(words, value)));
    this.#feed.addEventListener("change", () => {
      const feed = FEEDS.find(([value]) => value === this.#feed.value);
      if (feed) void this.#save(feed[2]);
    });
  }

  #offerFills() {
    this.#fill.append(...FILLS.map(([value, words]) => new Option(words, value)));
    this.#fill.addEventListener("change", () => {
      const fill = FILLS.find(([value]) => value === this.#fill.value);
      if (fill) void this.#save({ fillMode: fill[0] });
    });
  }
}
