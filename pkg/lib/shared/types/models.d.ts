import type { TrainedInfo } from "./training.d.ts";

/** A stored model: the result of a training run, or of a file that was loaded. */
export interface ModelInfo {
  id: number;
  info: TrainedInfo;
  /** False while its run is under way, and for an interrupted run: the model is the best until then. */
  complete: boolean;
  /** Milliseconds since 1970. */
  savedAt: number;
  /** Size of its file; null for one that an early version stored. */
  bytes: number | null;
  inUse: boolean;
}
