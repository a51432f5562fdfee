/** Names of files and folders that every system takes, no two of which are the same on any. */

/** What Windows takes for devices. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Bytes of a name; file systems take 255, and a number may still be added. */
const MAX_BYTES = 180;

/** Extensions of pictures, and their types. The first of a type is the one that is given. @type {Record<string, string>} */
const TYPES = {
  jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", webp: "image/webp", gif: "image/gif", bmp: "image/bmp", avif: "image/avif",
  tif: "image/tiff", tiff: "image/tiff", heic: "image/heic", heif: "image/heif", svg: "image/svg+xml",
};

/** The type of a picture by its file's name; empty if that does not say. @param {string} name */
export function typeOf(name) {
  return TYPES[(/\.(\w+)$/.exec(name)?.[1] ?? "").toLowerCase()] ?? "";
}

/** A name with the extension of a type. @param {string} name @param {string} type */
export function withExtension(name, type) {
  const extension = Object.keys(TYPES).find((each) => TYPES[each] === type);
  return extension ? `${name}.${extension}` : name;
}

/** The names in a folder: each can be had once. */
export class FileNames {
  /** Names that differ in capitals alone are one on Windows and macOS. @type {Set<string>} */
  #taken = new Set();

  /**
   * The name as it can be here: of two, the second is numbered.
   * @param {string} wanted
   * @returns {string}
   * @example
   * const names = new FileNames();
   * ["cat.png", "CAT.png", "a/b", "CON"].map((name) => names.take(name));
   * // → ["cat.png", "CAT (2).png", "a_b", "_CON"]
   */
  take(wanted) {
    const [, stem, extension] = /** @type {RegExpExecArray} */ (/^(.*?)(\.\w{1,8})?$/s.exec(valid(wanted)));
    let name = stem + (extension ?? "");
    for (let number = 2; this.#taken.has(name.toLowerCase()); number++) name = `${stem} (${number})${extension ?? ""}`;
    this.#taken.add(name.toLowerCase());
    return name;
  }
}

/** @param {string} wanted */
function valid(wanted) {
  const plain = shortened(wanted.normalize("NFC").replaceAll(/[\p{Cc}\p{Cf}\p{Cs}<>:"/\\|?*]/gu, "_"));
  const ended = plain.trim().replace(/[. ]+$/, "");
  // A leading dot hides a file.
  return ended === "" || ended.startsWith(".") || DEVICES.test(ended) ? `_${ended}` : ended;
}

/** Cut before its extension. @param {string} name */
function shortened(name) {
  const extension = /\.\w{1,8}$/.exec(name)?.[0] ?? "";
  const letters = [...name.slice(0, name.length - extension.length)];
  while (new TextEncoder().encode(letters.join("")).length > MAX_BYTES) letters.pop();
  return letters.join("") + extension;
}
