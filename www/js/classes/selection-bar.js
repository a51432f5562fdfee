/** What can be done with the selected pictures: move, leave out, set aside for testing, delete; all of it can be undone. */
import { leaveOut, movePictures, removePictures, setAside } from "../history/pictures.js";
import { announce } from "../page/announce.js";
import { setOf } from "../page/project.js";
import { part } from "../page/template.js";
import { toastError } from "../page/toasts.js";

/** @import { Project } from "../../pkg/lib/index.js" */

/**
 * @param {import("./card.js").Card} owner
 * @param {import("../history/history.js").EditHistory} history
 * @returns {() => void} brings the bar up to date
 */
export function selectionBar(owner, history) {
  const { pupil } = history;
  const { element: card, grid } = owner;
  const open = part(card, "open", HTMLButtonElement);
  const move = part(card, "move", HTMLSelectElement);
  const leave = part(card, "leave-out", HTMLButtonElement);
  const selected = () => [...grid.selection.ids];
  const aside = part(card, "aside", HTMLButtonElement);
  const allAside = () => selected().every((id) => setOf(pupil.project.asidePictures).has(id));
  const allLeftOut = () => selected().every((id) => setOf(pupil.project.disabledPictures).has(id));

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
  move.addEventListener("change", () => act(() => movePictures(history, selected(), Number(move.value))));
  leave.addEventListener("click", () => act(() => leaveOut(history, selected(), !allLeftOut())));
  aside.addEventListener("click", () => act(() => setAside(history, selected(), !allAside())));
  open.addEventListener("click", () => selected().slice(0, 1).forEach((id) => owner.open(id)));
  part(card, "delete", HTMLButtonElement).addEventListener("click", () => act(() => removePictures(history, selected())));
  part(card, "unselect", HTMLButtonElement).addEventListener("click", () => act(async () => {}));
  grid.element.addEventListener("keydown", ({ key }) => {
    if ((key === "Delete" || key === "Backspace") && grid.selection.ids.size > 0) void act(() => removePictures(history, selected()));
  });

  return () => {
    const chosen = grid.selection.ids.size;
    const bar = part(card, "selection", HTMLElement);
    if (bar.hidden !== (chosen === 0) || chosen > 0) announceSelection(bar, chosen, owner.info.name);
    if (chosen === 0) return;
    open.hidden = chosen !== 1;
    listTargets(move, pupil.project, owner.info.id);
    aside.textContent = allAside() ? "Teach with them" : "Use for testing";
    leave.textContent = allLeftOut() ? "Use again" : "Ignore";
  };
}

/** @param {HTMLElement} bar @param {number} chosen @param {string} name of the class */
function announceSelection(bar, chosen, name) {
  const text = `${chosen.toLocaleString("en")} selected`;
  const label = part(bar, "selected", HTMLElement);
  bar.hidden = chosen === 0;
  bar.ariaLabel = `Selected pictures of ${name}`;
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
