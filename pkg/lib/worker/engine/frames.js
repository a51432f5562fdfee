/** Notices files that may be frames of one film: those numbered as programs number frames, "walk_0007.jpg" and "walk_0008.jpg". */

/** The last number in a name, and what stands around it: three digits or more, or any number of a "frame". */
const NUMBERED = /^(.*?)(\d{3,}|(?<=frames?[ _-]?)\d+)(\D*)$/is;

/** Follows the files of one batch in their order. */
export class Frames {
  /** The picture before, with its name. @type {{ id: number, name: string } | null} */
  #before = null;

  /** Id of the picture that the file `name` may continue. @param {string} name @returns {number | undefined} */
  before(name) {
    return this.#before && continues(this.#before.name, name) ? this.#before.id : undefined;
  }

  /** @param {number} id of the picture that was added @param {string} name of its file */
  added(id, name) {
    this.#before = { id, name };
  }
}

/** Whether only the number differs, and rises. @param {string} before @param {string} name */
function continues(before, name) {
  const [, stem, number, ending] = NUMBERED.exec(before) ?? [];
  const [, nextStem, next, nextEnding] = NUMBERED.exec(name) ?? [];
  return stem !== undefined && stem === nextStem && ending === nextEnding && Number(next) > Number(number);
}
