import type { PupilErrorData } from "./errors.d.ts";
import type { ModelInfo } from "./models.d.ts";
import type { BackboneInfo } from "./networks.d.ts";
import type { TrainedInfo, TrainingSettings } from "./training.d.ts";

export interface ClassInfo {
  id: number;
  name: string;
  /** A disabled class stays in the project but is neither trained nor predicted. */
  enabled: boolean;
  /** Ids of its pictures in the order they were added. */
  pictures: number[];
  /** How many distinct sources (a file, or one webcam recording) they come from. */
  sources: number;
}

/** A snapshot of the project. A new one is emitted after each change. */
export interface Project {
  classes: ClassInfo[];
  /** Ids of disabled pictures. */
  disabledPictures: number[];
  /** Ids of the pictures that are set aside for testing. */
  asidePictures: number[];
  /** How the model in use came about; null if there is none. */
  trained: TrainedInfo | null;
  /** The classes or pictures changed since the last training (renaming does not count), or nothing is trained. */
  needsTraining: boolean;
  /** Null if training can start; else the error it would reject with. */
  cannotTrain: PupilErrorData | null;
  settings: TrainingSettings;
  /** The stored models, newest first. */
  models: ModelInfo[];
  /** The pretrained network in use: its architecture, and a checksum of its weights. */
  backbone: string;
  /** Its architecture, as torchvision names it: "resnet50". */
  architecture: string;
  /** Number of its blocks that can be unfrozen. */
  blocks: number;
  /** The pretrained networks that can be used. */
  backbones: BackboneInfo[];
}

/** `done` of `total`, in a stage of a longer call. */
export interface Progress {
  stage: "download" | "compile" | "measure" | "restore" | "embed" | "pictures" | "review";
  done: number;
  total: number;
}
