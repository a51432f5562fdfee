/** Codes of errors: stable names for programs. They stay the same from version to version. */

/** Codes of the errors that the engine throws, of `Error` in src/error.rs. */
export type EngineErrorCode =
  | "already_training"
  | "broken_picture"
  | "device"
  | "empty_name"
  | "gpu_unavailable"
  | "id_taken"
  | "invalid_argument"
  | "invalid_settings"
  | "not_cross_validating"
  | "not_exportable"
  | "not_finite"
  | "not_trained"
  | "not_training"
  | "picture_not_supplied"
  | "picture_too_large"
  | "picture_too_small"
  | "source_aside"
  | "source_trained"
  | "too_few_classes"
  | "too_few_sources"
  | "unknown_class"
  | "unknown_picture"
  | "unsupported_format"
  | "wrong_embedding"
  | "wrong_model"
  | "wrong_weights";

/** Codes of the package's own errors and notices. */
export type PackageErrorCode =
  /** The page is not secure: no https, and not localhost. */
  | "insecure_context"
  /** The store is open in another tab. */
  | "already_open"
  /** Also a notice: another tab has taken over the store. */
  | "taken_over"
  /** A file could not be fetched: the module, weights, the worker. */
  | "not_loaded"
  /** The worker was replaced, and the call cannot be repeated. */
  | "worker_restarted"
  /** The engine died twice of the same call, or twice at the start. */
  | "engine_crashed"
  /** `close` was called. */
  | "closed"
  /** The caller's signal aborted the call. */
  | "aborted"
  /** Another job needs the network that would be replaced, or a replacement is under way. */
  | "busy"
  | "unknown_project"
  /** The project is open: another must be opened first. */
  | "project_open"
  /** Another project was opened during the call. */
  | "project_left"
  /** A file is no project file. */
  | "not_a_project"
  /** A project file was saved by a newer version of the package. */
  | "newer_file"
  /** Nothing in a project file can be read. */
  | "damaged_file"
  /** A file could not be written to the disk. */
  | "not_written"
  /** Notice: the browser has lost pictures, so a project file or a copy is without them. */
  | "picture_lost"
  /** The browser has lost a model's file. Notice: so a project file or a copy is without it. */
  | "model_lost"
  /** The exporters died of a model. */
  | "export_crashed"
  /** Notice: a model was exported, and nobody knows the licence of the weights below it. */
  | "unknown_licence"
  | "unknown_model"
  | "model_in_use"
  /** A newer version of the package saved the model. */
  | "newer_model"
  | "unknown_backbone"
  | "backbone_in_use"
  /** The browser cannot read a file. */
  | "unreadable_file"
  | "storage_full"
  | "storage_failed"
  /** What is stored was written by a newer version of the package. */
  | "newer_store"
  /** A tab with an older version of the package holds the store. */
  | "store_blocked"
  /** Notice: a tab with a newer version of the package took over the store. */
  | "store_replaced"
  /** Notice: nothing can be stored, so everything is in memory. */
  | "storage_unavailable"
  /** Notice: the chosen network could not be opened. */
  | "backbone_lost"
  /** Notice: WebGPU was asked for and cannot be used. */
  | "webgpu_unavailable"
  /** Notice: the GPU failed, and the CPU took over. */
  | "gpu_lost"
  /** Notice: the engine crashed and was restarted. */
  | "engine_restarted"
  /** A fault in Pupil itself. */
  | "internal";

/** What `PupilError.code` can be. */
export type ErrorCode = EngineErrorCode | PackageErrorCode;
