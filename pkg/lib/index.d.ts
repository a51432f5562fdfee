/** Everything that the package `pupil` offers. */
export { classifyLive } from "./page/live.js";
export { Pupil } from "./page/pupil.js";
export { PupilError } from "./shared/errors.js";
export type * from "./page/events.d.ts";
export type * from "./page/options.d.ts";
export type * from "./shared/types.d.ts";
