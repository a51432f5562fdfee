/** Everything that the package `pupil` offers. */
export { Pupil } from "./client.js";
export { PupilError } from "./errors.js";
export { classifyLive } from "./live.js";
