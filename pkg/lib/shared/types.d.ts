/** The types of Pupil's public API. Every value here can be structured-cloned: it is what crosses the worker boundary. */
export type * from "./error-codes.d.ts";
export type * from "./types/augmentation.d.ts";
export type * from "./types/backend.d.ts";
export type * from "./types/comparison.d.ts";
export type * from "./types/errors.d.ts";
export type * from "./types/evaluation.d.ts";
export type * from "./types/exports.d.ts";
export type * from "./types/models.d.ts";
export type * from "./types/networks.d.ts";
export type * from "./types/pictures.d.ts";
export type * from "./types/prediction.d.ts";
export type * from "./types/project.d.ts";
export type * from "./types/training.d.ts";
