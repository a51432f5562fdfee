/** Codes of errors: stable names for programs. They stay the same from version to version. */

/** Codes of the errors that the engine throws, of `Error` in src/error.rs. */
export type EngineErrorCode =
  | "already_training"
  | "broken_picture"
  | "device"
  | "empty_class"
  | "empty_name"
  | "gpu_unavailable"
  | "id_taken"
  | "invalid_argument"
  | "invalid_settings"
  | "not_cross_validating"
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
