/** Everything that the package `pupil` offers. */
export { Pupil, type PupilOptions } from "./client.js";
export { PupilError } from "./errors.js";
export { classifyLive } from "./live.js";
export type * from "./events.d.ts";
export type * from "./types.d.ts";
