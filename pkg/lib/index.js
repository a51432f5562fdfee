/** Everything that the package `pupil` offers. */
export { classifyLive } from "./page/live.js";
export { classifyMany } from "./page/many.js";
export { Pupil } from "./page/pupil.js";
export * as classNames from "./shared/class-names.js";
export { PupilError } from "./shared/errors.js";
export { FileNames } from "./shared/file-names.js";
export { isProjectFile } from "./shared/project-file.js";
export { readZip, writeZip } from "./shared/zip.js";
