/** The settings of a training, each with its limits and what it does. */
import { followProject } from "../page/project.js";
import { clone, part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { RateFinder } from "./rate-finder.js";

/** @import { Method, Pupil, TrainingSettings } from "../../pkg/lib/index.js" */

/**
 * @typedef {object} Field
 * @property {keyof TrainingSettings} key
 * @property {string} label
 * @property {[string, string][]} [options] values and their names
 * @property {number} [min] without options and limits it is a yes or no
 * @property {number} [max]
 * @property {number | "any"} [step]
 * @property {string} help
 * @property {Method[]} [only] methods that take it; all without
 */

/** @type {Field[]} */
const FIELDS = [
  { key: "epochs", label: "Epochs", min: 1, max: 1000, step: 1, help: "How often training goes through all pictures, at most." },
  { key: "patience", label: "Patience", min: 0, max: 1000, step: 1, help: "Stops after this many epochs without a better loss on the held-out pictures. 0 never stops early. The best epoch is kept." },
  { key: "batchSize", label: "Batch size", min: 1, max: 512, step: 1, help: "Pictures that are looked at before each small correction." },
  { key: "learningRate", label: "Learning rate", min: 0.000001, max: 1, step: "any", help: "How large each correction is. Lower it if the loss jumps up and down." },
  { key: "blockLearningRate", label: "Learning rate of the blocks", min: 0.000001, max: 1, step: "any", only: ["fineTune"], help: "How large the corrections of the top block are: smaller than the new part’s, since it knows much already." },
  { key: "layerDecay", label: "Less for lower blocks", min: 0.1, max: 1, step: 0.01, only: ["fineTune"], help: "Each block’s learning rate is this times that of the block above." },
  { key: "views", label: "Views of each picture", min: 1, max: 50, step: 1, only: ["augmentedHead"], help: "How many variations of each picture are looked at before training." },
  { key: "schedule", label: "Course of the learning rate", options: [["constant", "Constant"], ["cosine", "Cosine"], ["oneCycle", "One cycle"]], help: "Cosine falls to nothing. One cycle rises first, then falls." },
  { key: "optimizer", label: "Optimizer", options: [["adam", "Adam"], ["adamW", "AdamW"], ["sgd", "SGD with momentum"]], help: "How corrections are worked out. SGD needs a learning rate some ten times as high." },
  { key: "weightDecay", label: "Weight decay", min: 0, max: 1, step: "any", help: "Pulls what is learned towards nothing, against learning by heart." },
  { key: "labelSmoothing", label: "Label smoothing", min: 0, max: 0.5, step: 0.01, help: "Has it never be quite sure, which helps with wrong labels." },
  { key: "mixup", label: "Mixup", min: 0, max: 2, step: "any", help: "Lays pictures over each other in pairs. Around 0.2 is usual, 0 leaves it out." },
  { key: "hiddenUnits", label: "Hidden units", min: 1, max: 4096, step: 1, help: "How much the taught part can remember. More helps with many alike classes." },
  { key: "dropout", label: "Dropout", min: 0, max: 0.95, step: 0.01, help: "Share of them that is left out at random while training, against learning by heart." },
  { key: "validationFraction", label: "Held-out share", min: 0, max: 0.5, step: 0.01, help: "Share of each class that is kept from training to check the result. Recordings are held out whole." },
  { key: "seed", label: "Seed", min: 0, max: 4294967295, step: 1, help: "The same seed gives the same result. Another one shuffles anew." },
  { key: "balanceClasses", label: "Balance the classes", help: "Lets classes with few pictures count as much as those with many." },
];

/**
 * @param {HTMLFormElement} form
 * @param {Pupil} pupil
 */
export function advancedSettings(form, pupil) {
  const rows = FIELDS.map((field) => row(field, pupil));
  const reset = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: "Back to the defaults" });
  reset.addEventListener("click", () => pupil.training.reset().catch(toastError));
  form.append(...rows.map(({ element }) => element), reset);
  form.addEventListener("submit", (event) => event.preventDefault());
  followProject(pupil, ({ settings }) => rows.forEach(({ show }) => show(settings)));
  offerRateFinder(form, pupil);
}

/** A button beside the learning rate. @param {HTMLFormElement} form @param {Pupil} pupil */
function offerRateFinder(form, pupil) {
  const find = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: "Find", ariaLabel: "Find a learning rate" });
  const finder = new RateFinder(pupil);
  find.addEventListener("click", () => finder.open());
  form.querySelector("#setting-learningRate")?.parentElement?.append(find);
  followProject(pupil, ({ cannotTrain }) => (find.disabled = cannotTrain !== null));
}

/** @param {Field} field @param {Pupil} pupil */
function row(field, pupil) {
  const element = clone(field.options ? "choice" : "setting");
  const input = /** @type {HTMLInputElement | HTMLSelectElement} */ (part(element, "input", HTMLElement));
  const help = part(element, "help", HTMLElement);
  let changing = false; // this one; until then snapshots have the value before
  describe(element, field, input, help);

  /** @param {TrainingSettings} settings */
  const show = (settings) => {
    element.hidden = field.only?.includes(settings.method) === false;
    if (changing || (document.activeElement === input && !input.validity.valid)) return;
    if (input.type === "checkbox" && input instanceof HTMLInputElement) input.checked = Boolean(settings[field.key]);
    else input.value = String(settings[field.key]);
    validate(input, help, field);
  };
  // While typing: words that change when the field is left would move what is being clicked.
  input.addEventListener("input", () => validate(input, help, field));
  input.addEventListener("change", async () => {
    if (!validate(input, help, field)) return;
    changing = true;
    await pupil.training.set({ [field.key]: valueOf(input) }).catch(toastError);
    changing = false;
    show(pupil.project.settings);
  });
  return { element, show };
}

/** @param {HTMLInputElement | HTMLSelectElement} input */
function valueOf(input) {
  if (input instanceof HTMLSelectElement) return input.value;
  return input.type === "checkbox" ? input.checked : input.valueAsNumber;
}

/** @param {HTMLElement} element @param {Field} field @param {HTMLInputElement | HTMLSelectElement} input @param {HTMLElement} help */
function describe(element, field, input, help) {
  const { key, label, options, min, max, step } = field;
  input.id = `setting-${key}`;
  help.id = `${input.id}-help`;
  input.setAttribute("aria-describedby", help.id);
  part(element, "label", HTMLLabelElement).htmlFor = input.id;
  part(element, "label", HTMLLabelElement).textContent = label;
  if (input instanceof HTMLSelectElement) input.append(...(options ?? []).map(([value, name]) => new Option(name, value)));
  else if (min === undefined) Object.assign(input, { type: "checkbox" });
  else Object.assign(input, { type: "number", min, max, step, required: true, inputMode: "decimal" });
}

/** Returns whether the value may be used, and says under the field why not. @param {HTMLInputElement | HTMLSelectElement} input @param {HTMLElement} help @param {Field} field */
function validate(input, help, { min, max, step, help: words }) {
  const valid = input.validity.valid;
  const kind = step === 1 ? "whole number" : "number";
  input.ariaInvalid = String(!valid);
  help.classList.toggle("error", !valid);
  help.textContent = valid ? words : `Give a ${kind} from ${min} to ${max}.`;
  return valid;
}
