/** Tells of pictures with 16 bits a colour, which scientific cameras write: what they hold may be all but black as it stands. */
import { count } from "../page/words.js";

/** @import { AddResult } from "../../pkg/lib/index.js" */

/** Where a PNG file has its bits a colour: the signature, the header's length and name, width and height stand before. */
const DEPTH_AT = 24;

/**
 * @param {File[]} files that were handed over
 * @param {AddResult[]} results what became of them
 * @returns {Promise<string>} a sentence about those that came in; empty if there is nothing to tell
 */
export async function deepWords(files, results) {
  const added = new Set(results.flatMap((result) => result.added.map(({ name }) => name)));
  const deep = await Promise.all(files.filter(({ name }) => added.has(name)).map(isDeep));
  const amount = deep.filter(Boolean).length;
  if (amount === 0) return "";
  const [have, their, they] = amount === 1 ? ["has", "its", "it is"] : ["have", "their", "they are"];
  return `${count(amount, "picture")} ${have} 16 bits a colour: where ${their} values need only 12 or 8 of them, ${they} brightened, as for a camera of so many bits.`;
}

/** @param {File} file */
async function isDeep(file) {
  if (!/png/.test(file.type) && !/\.png$/i.test(file.name)) return false;
  const [depth] = await file.slice(DEPTH_AT, DEPTH_AT + 1).arrayBuffer().then((bytes) => new Uint8Array(bytes), () => []);
  return depth === 16;
}
