/** Which pictures of a class are selected: by click, by range, all, none. */

export class Selection {
  /** @type {Set<number>} */
  ids = new Set();
  /** Where a range begins. @type {number | null} */
  #anchor = null;

  /** @param {() => void} changed called after each change */
  constructor(changed) {
    this.changed = changed;
  }

  /** @param {number} id */
  toggle(id) {
    if (!this.ids.delete(id)) this.ids.add(id);
    this.#anchor = id;
    this.changed();
  }

  /**
   * Adds all from the last toggled picture to `id`.
   * @param {number} id
   * @param {number[]} order the pictures as they are shown
   */
  extend(id, order) {
    const from = this.#anchor === null ? -1 : order.indexOf(this.#anchor);
    const to = order.indexOf(id);
    if (from < 0) return this.toggle(id);
    for (const each of order.slice(Math.min(from, to), Math.max(from, to) + 1)) this.ids.add(each);
    this.changed();
  }

  /** @param {number[]} order */
  all(order) {
    this.ids = new Set(order);
    this.changed();
  }

  clear() {
    if (this.ids.size === 0) return;
    this.ids.clear();
    this.changed();
  }

  /** Drops pictures that are not there any more. @param {number[]} pictures those that are */
  restrictTo(pictures) {
    if (this.ids.size === 0) return;
    const present = new Set(pictures);
    const left = new Set([...this.ids].filter((id) => present.has(id)));
    if (left.size === this.ids.size) return;
    this.ids = left;
    this.changed();
  }
}
