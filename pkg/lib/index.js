/** Everything that the package `pupil` offers. */
export { Pupil } from "./page/client.js";
export { PupilError } from "./shared/errors.js";
export { classifyLive } from "./page/live.js";
