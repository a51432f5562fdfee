/** Follows the project: many changes in one frame are shown once. */

/** @import { Project, Pupil } from "../../pkg/lib/index.js" */

/**
 * Calls `show` with the newest project, now and after each change.
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
 * The colour of a class, steady for its lifetime, as a value for CSS.
 * @param {number | null} classId null for a label that is no class
 */
export function classColour(classId) {
  return classId === null ? "var(--accent)" : `var(--class-${classId % 8})`;
}
