/** A picture in the list that is looked at: what it is, what it was called, and a press that takes it at its word. */
import { clone, part } from "../page/template.js";
import { breakable } from "../page/words.js";

/**
 * @typedef {object} Entry
 * @property {number} id of the picture
 * @property {number} classId the class it was in when it was looked at: once it is in another, it leaves the list
 * @property {string} caption
 * @property {string} detail
 * @property {Offer} [offer] the class that it likely belongs to
 */

/** A class, by id and name, and how sure the model is of it, 0–1. @typedef {{ to: number, name: string, sure: number }} Offer */

/**
 * @param {Entry} entry
 * @param {object} pictures
 * @param {import("../classes/thumbnails.js").Thumbnails} pictures.thumbnails
 * @param {import("../classes/file-names.js").FileNames} pictures.fileNames
 * @param {{ choose: (chosen: boolean) => void, open: () => void, accept: (offer: Offer) => void }} actions
 */
export function entryItem({ id, caption, detail, offer }, { thumbnails, fileNames }, { choose, open, accept }) {
  const item = clone("picture-entry");
  const picture = part(item, "picture", HTMLImageElement);
  const chosen = part(item, "chosen", HTMLInputElement);
  const enlarge = part(item, "open", HTMLButtonElement);
  item.dataset.id = String(id);
  part(item, "caption", HTMLElement).replaceChildren(...breakable(caption));
  part(item, "detail", HTMLElement).textContent = detail;
  thumbnails.url(id).then((url) => (picture.src = url), () => item.classList.add("broken"));
  chosen.addEventListener("change", () => choose(chosen.checked));
  chosen.addEventListener("keydown", (event) => event.key === "Enter" && open());
  picture.addEventListener("dblclick", open);
  enlarge.ariaLabel = `Enlarge ${caption}`;
  enlarge.addEventListener("click", open);
  nameFile(item, fileNames.of(id));
  if (offer) showOffer(part(item, "accept", HTMLButtonElement), offer, caption, accept);
  return item;
}

/** @param {HTMLElement} item @param {string} fileName */
export function nameFile(item, fileName) {
  part(item, "file", HTMLElement).replaceChildren(...breakable(fileName));
  part(item, "picture", HTMLImageElement).title = fileName;
}

/** @param {HTMLButtonElement} button @param {Offer} offer @param {string} caption @param {(offer: Offer) => void} accept */
function showOffer(button, offer, caption, accept) {
  button.hidden = false;
  button.replaceChildren("Move to ", ...breakable(offer.name));
  button.ariaLabel = `Move to ${offer.name}: ${caption}`;
  button.addEventListener("click", () => accept(offer));
}
