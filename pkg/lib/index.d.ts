/** Everything that the package `pupil` offers. */
export { Pupil, type PupilOptions } from "./page/client.js";
export { PupilError } from "./shared/errors.js";
export { classifyLive } from "./page/live.js";
export type * from "./page/events.d.ts";
export type * from "./shared/types.d.ts";
