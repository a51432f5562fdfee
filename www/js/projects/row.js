/** A project in the list: its name, which can be changed, what it has, and what can be done to it. */
import { clone, part } from "../page/template.js";
import { count } from "../page/words.js";

/** @import { ProjectInfo } from "../../pkg/lib/index.js" */

/** As the rest of the page: in English. */
const day = new Intl.DateTimeFormat("en", { day: "numeric", month: "long", year: "numeric" });

/**
 * @param {ProjectInfo} project
 * @param {{ open: () => void, rename: (name: string) => void, copy: () => void, remove: () => void }} actions
 */
export function projectRow({ id, name, pictures, usedAt, open }, actions) {
  const element = clone("project");
  element.dataset.project = String(id);
  const field = part(element, "name", HTMLInputElement);
  field.value = name;
  field.ariaLabel = `Name of the project ${name}`;
  part(element, "used", HTMLElement).hidden = !open;
  part(element, "facts", HTMLElement).textContent = [count(pictures, "picture"), ...(open ? [] : [day.format(usedAt)])].join(" · ");
  button(element, "open", `Open ${name}`, actions.open).hidden = open;
  button(element, "copy", `Copy ${name}`, actions.copy);
  button(element, "remove", `Delete ${name}`, actions.remove);
  field.addEventListener("change", () => {
    if (field.value.trim() === "") field.value = name;
    else actions.rename(field.value);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") field.blur();
    if (event.key !== "Escape" || field.value === name) return;
    event.preventDefault(); // the dialog stays open
    field.value = name;
  });
  return element;
}

/** @param {HTMLElement} element @param {string} name @param {string} label @param {() => void} act */
function button(element, name, label, act) {
  const found = part(element, name, HTMLButtonElement);
  found.ariaLabel = label;
  found.addEventListener("click", act);
  return found;
}
