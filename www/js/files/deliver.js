/** Takes what came to where it was meant to go. A project file is opened instead, wherever it came. */
import { isProjectFile } from "../../pkg/lib/index.js";

/** @import { Arrival } from "./found.js" */
/** @typedef {(arrival: Arrival) => unknown} Take */

/** @type {(files: [File, ...File[]]) => unknown} */
let openProjects = () => {};

/** @param {(files: [File, ...File[]]) => unknown} open called for project files that came together */
export function takeProjects(open) {
  openProjects = open;
}

/**
 * Looks at what was chosen or dropped itself, not at what is in folders.
 * @param {Arrival} arrival
 * @param {Take} take
 */
export async function deliver(arrival, take) {
  const found = await Promise.all(arrival.files.map(async ({ file, path, picture }) => !picture && !path.includes("/") && (await isProjectFile(file))));
  const [first, ...others] = arrival.files.flatMap(({ file }, index) => (found[index] ? [file] : []));
  if (first) openProjects([first, ...others]);
  const files = arrival.files.filter((_, index) => !found[index]);
  if (!first || files.length + arrival.unreadable.length > 0) take({ ...arrival, files });
}
