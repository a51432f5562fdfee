/** Follows the project, and finds out what changed in it. */

/** @import { Project, Pupil } from "../../pkg/lib/index.js" */

/**
 * Calls `show` with the newest project, now and after each change; many changes in one frame are shown once.
 * @param {Pupil} pupil
 * @param {(project: Project) => void} show
 */
export function followProject(pupil, show) {
  let waiting = false;
  const showNewest = () => {
    waiting = false;
    show(pupil.project);
  };
  pupil.addEventListener("project", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(showNewest);
  });
  show(pupil.project);
}

/**
 * Watches a part of the project.
 * @param {(project: Project) => unknown} select returns the part, as plain data
 * @returns {(project: Project) => boolean} whether the part differs from that of the call before; true at first
 */
export function changeIn(select) {
  /** @type {{ value: unknown } | null} */
  let before = null;
  return (project) => {
    const value = select(project);
    const changed = before === null || !equal(before.value, value);
    before = { value };
    return changed;
  };
}

/** What tells the model in use from every other one. @param {Project} project */
export function modelOf({ trained, models, instant }) {
  const learnt = instant?.inUse ? [instant.upToDate, instant.pictures, instant.withViews, instant.outOfFold] : null;
  return [trained?.classIds, trained?.epochs, models.find(({ inUse }) => inUse)?.id, learnt];
}

/**
 * Calls `act` whenever the project becomes empty: ids of classes and pictures begin again then.
 * @param {Pupil} pupil
 * @param {() => void} act
 */
export function onceEmpty(pupil, act) {
  pupil.addEventListener("project", ({ detail }) => detail.classes.length === 0 && act());
}

/**
 * Whether two values are the same, also inside: numbers, strings, arrays and plain objects.
 * @param {unknown} a
 * @param {unknown} b
 * @returns {boolean}
 */
export function equal(a, b) {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, index) => equal(each, b[index]));
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return left.size === right.size && [...left].every(([key, value]) => right.has(key) && equal(value, right.get(key)));
}

/** The sets of lists that were asked for. @type {WeakMap<number[], Set<number>>} */
const sets = new WeakMap();

/** A list of a project as a set: made once, since the list stays as it is. @param {number[]} ids */
export function setOf(ids) {
  const set = sets.get(ids) ?? new Set(ids);
  sets.set(ids, set);
  return set;
}

/**
 * The colour of a class, steady for its lifetime, as a value for CSS.
 * @param {number | null} classId null for a label that is no class
 */
export function classColour(classId) {
  return classId === null ? "var(--accent)" : `var(--class-${classId % 8})`;
}
