/** Work that is begun before its turn. */

/**
 * Yields what `work` makes of each item, in the items' order, until the signal aborts.
 * @template I, O
 * @param {Iterable<I>} items
 * @param {number} limit how many are begun at a time
 * @param {AbortSignal} signal
 * @param {(item: I) => Promise<O>} work never rejects with what its consumer could go on after
 * @returns {AsyncGenerator<O, void>}
 */
export async function* ahead(items, limit, signal, work) {
  if (signal.aborted) return;
  const stopped = new Promise((resolve) => signal.addEventListener("abort", () => resolve(undefined), { once: true }));
  const iterator = items[Symbol.iterator]();
  /** @type {Promise<O>[]} */
  const begun = [];
  const begin = () => {
    const { value, done } = iterator.next();
    if (done) return;
    const doing = work(value);
    doing.catch(() => {}); // thrown where it is awaited
    begun.push(doing);
  };
  for (let count = 0; count < limit; count++) begin();
  for (let next = begun.shift(); next; next = begun.shift()) {
    const result = await Promise.race([next, stopped]);
    if (signal.aborted) return;
    begin();
    yield /** @type {O} */ (result);
  }
}
