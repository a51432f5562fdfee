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
 * A place in a film: "0:07", "12:05.5", "1:02:03".
 * @param {number} seconds
 */
export function clock(seconds) {
  const tenths = Math.round(10 * seconds);
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(tenths / 36_000), Math.floor(tenths / 600) % 60, Math.floor(tenths / 10) % 60];
  const end = `${two(rest)}${tenths % 10 ? `.${tenths % 10}` : ""}`;
  return hours > 0 ? `${hours}:${two(minutes)}:${end}` : `${minutes}:${end}`;
}

/**
 * "about 10 s", "about 2 min", "about 1 h 20 min": no finer than it can be known.
 * @param {number} milliseconds
 */
export function about(milliseconds) {
  const seconds = Math.max(5, Math.ceil(milliseconds / 5000) * 5);
  if (seconds < 60) return `about ${seconds}\u00a0s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${minutes}\u00a0min`;
  const tens = Math.round(minutes / 10) * 10;
  return `about ${Math.floor(tens / 60)}\u00a0h${tens % 60 ? ` ${tens % 60}\u00a0min` : ""}`;
}

/**
 * How long something will take, as well as one can know it: "a few seconds", "about 5 minutes", "about an hour".
 * @param {number} milliseconds
 */
export function roughTime(milliseconds) {
  const minutes = milliseconds / 60_000;
  if (minutes < 0.3) return "a few seconds";
  if (minutes < 0.75) return "about half a minute";
  if (minutes < 1.5) return "about a minute";
  if (minutes < 50) return `about ${Math.round(minutes < 8 ? minutes : minutes / 5) * (minutes < 8 ? 1 : 5)} minutes`;
  const hours = Math.round(minutes / 60);
  return hours === 1 ? "about an hour" : `about ${hours} hours`;
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
