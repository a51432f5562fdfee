/** What a tile of the grid tells of its picture: to the eye by marks, to a screen reader in words. */

/**
 * @typedef {object} Told
 * @property {string} place "Picture 7 of 24"
 * @property {string} fileName
 * @property {boolean} aside whether it is for testing
 * @property {boolean} leftOut
 * @property {string} called what the model called it, if that is wrong
 */

/** @param {HTMLElement} tile @param {Told} told */
export function tell(tile, { place, fileName, aside, leftOut, called }) {
  const words = [place, fileName, aside ? "test" : "", leftOut ? "ignored" : "", called && `called ${called}`].filter(Boolean);
  tile.ariaLabel = words.join(", ");
  tile.title = words.slice(1).join(", ");
  tile.classList.toggle("aside", aside);
  tile.classList.toggle("left-out", leftOut);
  tile.classList.toggle("wrong", called !== "");
}
