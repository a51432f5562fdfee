/** What systems and tools leave in folders, and nobody means to add. */

const JUNK = new Set([
  "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx", "$recycle.bin", "recycler", "#recycle", "@recycle", "lost.dir", "@eadir", "system volume information", "lost+found",
  "__pycache__",
]);

/** Whether a file or folder of this name is left out, with all that is in it. @param {string} name */
export function isHidden(name) {
  return name.startsWith(".") || name.startsWith("~$") || JUNK.has(name.toLowerCase());
}

/**
 * The files that do not lie in anything hidden. A hidden folder that holds all of them was chosen by a person.
 * @template {{ path: string }} T
 * @param {T[]} files
 * @returns {T[]}
 */
export function visible(files) {
  const roots = new Set(files.map(({ path }) => path.split("/")[0]));
  const chosen = roots.size === 1 && files.every(({ path }) => path.includes("/")) ? 1 : 0;
  return files.filter(({ path }) => !path.split("/").slice(chosen).some(isHidden));
}
