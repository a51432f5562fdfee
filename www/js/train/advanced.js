/** The settings of a training, each with its limits and what it does. */
import { followProject } from "../page/project.js";
import { clone, part } from "../page/template.js";
import { toastError } from "../page/toasts.js";

/** @typedef {import("../../pkg/lib/types.d.ts").TrainingSettings} TrainingSettings */
/** @typedef {import("../../pkg/lib/client.js").Pupil} Pupil */

/**
 * @typedef {object} Field
 * @property {keyof TrainingSettings} key
 * @property {string} label
 * @property {number} [min] without limits it is a yes or no
 * @property {number} [max]
 * @property {number | "any"} [step]
 * @property {string} help
 */

/** @type {Field[]} */
const FIELDS = [
  { key: "epochs", label: "Epochs", min: 1, max: 1000, step: 1, help: "How often training goes through all pictures, at most." },
  { key: "patience", label: "Patience", min: 0, max: 1000, step: 1, help: "Stops after this many epochs without a better loss on the held-out pictures. 0 never stops early. The best epoch is kept." },
  { key: "batchSize", label: "Batch size", min: 1, max: 512, step: 1, help: "Pictures that are looked at before each small correction." },
  { key: "learningRate", label: "Learning rate", min: 0.000001, max: 1, step: "any", help: "How large each correction is. Lower it if the loss jumps up and down." },
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
  reset.addEventListener("click", () => pupil.resetSettings().catch(toastError));
  form.append(...rows.map(({ element }) => element), reset);
  form.addEventListener("submit", (event) => event.preventDefault());
  followProject(pupil, ({ settings }) => rows.forEach(({ show }) => show(settings)));
}

/** @param {Field} field @param {Pupil} pupil */
function row(field, pupil) {
  const element = clone("setting");
  const input = part(element, "input", HTMLInputElement);
  const help = part(element, "help", HTMLElement);
  const yesOrNo = field.min === undefined;
  let changing = false; // this one; meanwhile snapshots may tell of another
  describe(element, field, input, help);

  /** @param {TrainingSettings} settings */
  const show = (settings) => {
    if (changing || (document.activeElement === input && !input.validity.valid)) return;
    if (yesOrNo) input.checked = Boolean(settings[field.key]);
    else input.value = String(settings[field.key]);
    judge(input, help, field);
  };
  // Told while typing: words that change when the field is left would move what is being clicked.
  input.addEventListener("input", () => judge(input, help, field));
  input.addEventListener("change", async () => {
    if (!judge(input, help, field)) return;
    changing = true;
    await pupil.setSettings({ [field.key]: yesOrNo ? input.checked : input.valueAsNumber }).catch(toastError);
    changing = false;
    show(pupil.project.settings);
  });
  return { element, show };
}

/** @param {HTMLElement} element @param {Field} field @param {HTMLInputElement} input @param {HTMLElement} help */
function describe(element, field, input, help) {
  const { key, label, min, max, step } = field;
  input.id = `setting-${key}`;
  help.id = `${input.id}-help`;
  input.setAttribute("aria-describedby", help.id);
  part(element, "label", HTMLLabelElement).htmlFor = input.id;
  part(element, "label", HTMLLabelElement).textContent = label;
  if (min === undefined) Object.assign(input, { type: "checkbox" });
  else Object.assign(input, { type: "number", min, max, step, required: true, inputMode: "decimal" });
}

/** Says whether the value may be used, and under the field why not. @param {HTMLInputElement} input @param {HTMLElement} help @param {Field} field */
function judge(input, help, { min, max, step, help: words }) {
  const valid = input.validity.valid;
  const kind = step === 1 ? "whole number" : "number";
  input.ariaInvalid = String(!valid);
  help.classList.toggle("error", !valid);
  help.textContent = valid ? words : `Give a ${kind} from ${min} to ${max}.`;
  return valid;
}
