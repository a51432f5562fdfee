/** How the page writes numbers and amounts. */

/**
 * "1 picture", "24 pictures", "1,204 pictures".
 * @param {number} count
 * @param {string} singular
 * @param {string} [plural]
 */
export function count(count, singular, plural = `${singular}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? singular : plural}`;
}

/**
 * "92 %"; "<1 %" and ">99 %" near the ends, so that 0 % and 100 % are exactly that.
 * @param {number} share 0–1
 */
export function percent(share) {
  return `${hundredths(share)}\u00a0%`;
}

/** The same without the sign. @param {number} share 0–1 */
export function hundredths(share) {
  const rounded = Math.round(share * 100);
  if (rounded === 0 && share > 0) return "<1";
  return rounded === 100 && share < 1 ? ">99" : String(rounded);
}

/**
 * "0.4 ms", "12 ms", "1.7 s": two digits that matter.
 * @param {number} milliseconds
 */
export function duration(milliseconds) {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)}\u00a0s`;
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)}\u00a0ms`;
}

/**
 * "3 s", "2 min 10 s".
 * @param {number} milliseconds
 */
export function timeLeft(milliseconds) {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds}\u00a0s`;
  return `${Math.floor(seconds / 60)}\u00a0min ${seconds % 60}\u00a0s`;
}

/**
 * "640 KB", "9.1 MB".
 * @param {number} bytes
 */
export function size(bytes) {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)}\u00a0KB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)}\u00a0MB` : `${(bytes / 1e9).toFixed(1)}\u00a0GB`;
}

/**
 * "cat", "cat and dog", "cat, dog and owl".
 * @param {string[]} names
 */
export function list(names) {
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(names);
}

/**
 * A name that may go on in another line after each "_".
 * @param {string} name
 * @returns {(string | HTMLElement)[]} what an element is given as its children
 */
export function breakable(name) {
  return name.split(/(?<=_)/).flatMap((piece, index) => (index === 0 ? [piece] : [document.createElement("wbr"), piece]));
}
