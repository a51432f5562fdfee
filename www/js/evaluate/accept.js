/** Takes the model at its word: moves pictures to the classes that they likely belong to, one by one or all the sure ones. */
import { moveEach } from "../history/pictures.js";
import { part } from "../page/template.js";
import { count, percent } from "../page/words.js";

/** @import { EditHistory } from "../history/history.js" */
/** @import { Entry, Offer } from "./entry.js" */

/** How sure the model is of a class that is accepted without a look at each picture. */
const SURE = 0.95;

/** @param {EditHistory} history @param {number} id @param {Offer} offer */
export function acceptOne(history, id, { to, name }) {
  return moveEach(history, [{ id, to }], `1 picture moved to “${name}”`);
}

/** @param {EditHistory} history @param {Entry[]} entries */
export function acceptSure(history, entries) {
  const moves = sure(entries);
  return moveEach(history, moves, `${count(moves.length, "picture")} moved to what they were called`);
}

/** Offers it where there is more than one. @param {HTMLElement} root @param {Entry[]} entries */
export function showAcceptAll(root, entries) {
  const button = part(root, "accept-all", HTMLButtonElement);
  const moves = sure(entries);
  button.hidden = moves.length < 2;
  button.textContent = `Accept all ${moves.length} sure ones (${percent(SURE)} and more)`;
}

/** @param {Entry[]} entries */
function sure(entries) {
  return entries.flatMap(({ id, offer }) => (offer && offer.sure >= SURE ? [{ id, to: offer.to }] : []));
}
