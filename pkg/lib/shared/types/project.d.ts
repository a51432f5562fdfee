import type { PupilErrorData } from "./errors.d.ts";
import type { ModelInfo } from "./models.d.ts";
import type { BackboneInfo } from "./networks.d.ts";
import type { InstantInfo, TrainedInfo, TrainingSettings } from "./training.d.ts";

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

/** A snapshot of the project. A new one is emitted after each change; what did not change in it is the same object as before. */
export interface Project {
  /** Its id among those of `pupil.projects.list()`. */
  id: number;
  name: string;
  classes: ClassInfo[];
  /** Ids of disabled pictures. */
  disabledPictures: number[];
  /** Ids of the pictures that are set aside for testing. */
  asidePictures: number[];
  /** How the model in use came about; null if there is none. */
  trained: TrainedInfo | null;
  /** The instant model; null until two classes have pictures, and it has learnt from them. */
  instant: InstantInfo | null;
  /** Whether the instant model learns from augmented views of the pictures, too. */
  instantViews: boolean;
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

/** One of the projects that are stored. */
export interface ProjectInfo {
  id: number;
  name: string;
  /** How many pictures it has. */
  pictures: number;
  /** Milliseconds since 1970: when it was made, or last left for another. */
  usedAt: number;
  open: boolean;
}

/** What came in of a project file. */
export interface ImportedProject {
  /** Of the project that it came into. */
  id: number;
  name: string;
  /** How many pictures came in. */
  pictures: number;
  /** How many pictures were there already. */
  duplicates: number;
  /** What could not be read, since the file is cut off or damaged: pictures by their names in it, and models. */
  missing: string[];
  /**
   * False if the network that the project was made with is not here: the one in use has looked at its pictures, and its trained models
   * fit the other one alone.
   */
  sameNetwork: boolean;
}

/** `done` of `total`, in a stage of a longer call; `total` is 0 where it is not known. Of a download in bytes, unpacked. */
export interface Progress {
  stage: "download" | "compile" | "measure" | "restore" | "embed" | "pictures" | "review";
  done: number;
  total: number;
}
