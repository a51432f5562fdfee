/** What can be done with the selected pictures: move, leave out, set aside for testing, delete; all of it can be undone. */
import { announce } from "../page/announce.js";
import { part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { leaveOut, movePictures, removePictures, setAside } from "./picture-actions.js";

/** @import { Project, Pupil } from "../../pkg/lib/index.js" */

/**
 * @param {HTMLElement} card
 * @param {Pupil} pupil
 * @param {import("./grid.js").Grid} grid
 * @param {() => number} classId of the card
 * @returns {() => void} brings the bar up to date
 */
export function selectionBar(card, pupil, grid, classId) {
  const move = part(card, "move", HTMLSelectElement);
  const leave = part(card, "leave-out", HTMLButtonElement);
  const selected = () => [...grid.selection.ids];
  const aside = part(card, "aside", HTMLButtonElement);
  const allAside = () => selected().every((id) => pupil.project.asidePictures.includes(id));
  const allLeftOut = () => selected().every((id) => pupil.project.disabledPictures.includes(id));

  /** @param {() => Promise<unknown>} work */
  const act = async (work) => {
    try {
      await work();
      grid.selection.clear();
      grid.element.focus();
    } catch (error) {
      toastError(error);
    }
  };
  move.addEventListener("change", () => act(() => movePictures(pupil, selected(), Number(move.value))));
  leave.addEventListener("click", () => act(() => leaveOut(pupil, selected(), !allLeftOut())));
  aside.addEventListener("click", () => act(() => setAside(pupil, selected(), !allAside())));
  part(card, "delete", HTMLButtonElement).addEventListener("click", () => act(() => removePictures(pupil, selected())));
  part(card, "unselect", HTMLButtonElement).addEventListener("click", () => act(async () => {}));
  grid.element.addEventListener("keydown", ({ key }) => {
    if ((key === "Delete" || key === "Backspace") && grid.selection.ids.size > 0) void act(() => removePictures(pupil, selected()));
  });

  return () => {
    const chosen = grid.selection.ids.size;
    const bar = part(card, "selection", HTMLElement);
    if (bar.hidden !== (chosen === 0) || chosen > 0) announceSelection(bar, chosen);
    if (chosen === 0) return;
    listTargets(move, pupil.project, classId());
    aside.textContent = allAside() ? "Teach with them" : "Set aside";
    leave.textContent = allLeftOut() ? "Use again" : "Leave out";
  };
}

/** @param {HTMLElement} bar @param {number} chosen */
function announceSelection(bar, chosen) {
  const text = `${chosen.toLocaleString("en")} selected`;
  const label = part(bar, "selected", HTMLElement);
  bar.hidden = chosen === 0;
  bar.ariaLabel = text;
  if (label.textContent === text) return;
  label.textContent = text;
  if (chosen > 0) announce(text);
}

/** @param {HTMLSelectElement} move @param {Project} project @param {number} classId */
function listTargets(move, { classes }, classId) {
  const others = classes.filter(({ id }) => id !== classId);
  move.hidden = others.length === 0;
  const placeholder = new Option("Move to …", "", true, true);
  placeholder.disabled = true;
  move.replaceChildren(placeholder, ...others.map(({ id, name }) => new Option(name, String(id))));
}
