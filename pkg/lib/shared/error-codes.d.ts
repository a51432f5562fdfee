/** Codes of the engine's errors: those of `src/error.rs`, in its order. A Rust test compares the two. */
export type EngineErrorCode =
  | "unsupported_format"
  | "broken_picture"
  | "picture_too_small"
  | "picture_too_large"
  | "unknown_class"
  | "unknown_picture"
  | "id_taken"
  | "source_taught"
  | "source_aside"
  | "too_few_sources"
  | "not_cross_validating"
  | "empty_name"
  | "too_few_classes"
  | "empty_class"
  | "invalid_settings"
  | "already_training"
  | "not_training"
  | "picture_not_supplied"
  | "not_trained"
  | "wrong_weights"
  | "wrong_embedding"
  | "wrong_model"
  | "gpu_unavailable"
  | "device";

/** Codes of the package's own errors and notices. */
export type PackageErrorCode =
  /** The page is not secure: no https, and not localhost. */
  | "insecure_context"
  /** The store is open in another tab. */
  | "already_open"
  /** A file could not be fetched: the module, weights, the worker. */
  | "not_loaded"
  /** An argument cannot be sent to the worker. */
  | "invalid_argument"
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
  | "unknown_model"
  | "model_in_use"
  | "unknown_backbone"
  | "backbone_in_use"
  /** The browser cannot read a file. */
  | "unreadable_file"
  | "storage_full"
  | "storage_failed"
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
