/** Everything that the package `pupil` offers. */
export { classifyLive } from "./page/live.js";
export { Pupil } from "./page/pupil.js";
export { PupilError } from "./shared/errors.js";
