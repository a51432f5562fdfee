/**
 * The WebAssembly module as wasm-bindgen makes it (`pupil.js` in the assets folder), used by the worker alone.
 * Its errors are plain objects, {code, message, details}; a trap throws WebAssembly.RuntimeError, and the engine is dead then.
 */
import type {
  Augmentation, AugmentationPresets, Backend, CrossValidated, Explanation, Method, NearDuplicate, NetworkInfo, Prediction, Project, RateMessage,
  Report, ReportOn, TrainedInfo, TrainingMessage, TrainingSettings,
} from "../../shared/types.d.ts";

export interface EngineModule {
  /** Compiles and starts the WebAssembly. */
  default(options: { module_or_path: Promise<Response> }): Promise<unknown>;
  Picture: {
    /** Throws "unsupported_format", "broken_picture", "picture_too_small", "picture_too_large". */
    decode(bytes: Uint8Array): Picture;
    /** Throws "picture_too_small", "picture_too_large". */
    fromRgba(rgba: Uint8Array, width: number, height: number): Picture;
  };
  Engine: {
    /** Rejects with "wrong_weights", "gpu_unavailable". */
    create(backend: Backend, weights: Uint8Array): Promise<Engine>;
    catalogue(): Omit<NetworkInfo, "expectedMs">[];
  };
}

/** Memory of the WebAssembly, which its owner frees. */
export interface Handle {
  free(): void;
}

/** A decoded picture. */
export interface Picture extends Handle {
  readonly width: number;
  readonly height: number;
  rgba(): Uint8Array<ArrayBuffer>;
}

export interface Added extends Handle {
  readonly id: number;
  readonly embedding: Float32Array<ArrayBuffer>;
  /** The given one, or that of the frame before it. */
  readonly source: string;
  /** The centre square as the network is fed it. */
  square(): Picture;
}

/** A prediction, and where in the picture it comes from. */
export type Explained = { prediction: Omit<Prediction, "elapsedMs"> } & Explanation["attention"];

/** Progress of a cross-validation. */
export interface Steps {
  done: number;
  total: number;
}

/** The classes that are stored, and the first ids that were never used. */
export interface StoredState {
  classes: { id: number; name: string; enabled: boolean }[];
  nextClassId: number;
  nextPictureId: number;
}

/** While one of the async methods runs, no other method may be called. */
export interface Engine extends Handle {
  /** Compiles what live classification needs; returns the milliseconds of one frame after that. */
  warmUp(): Promise<number>;
  /** Sets the state of an empty engine. */
  restore(state: StoredState): void;
  restorePicture(id: number, classId: number, source: string, enabled: boolean, aside: boolean, embedding: Float32Array): void;
  /** Brings a removed class back, without its pictures. */
  restoreClass(id: number, name: string, enabled: boolean): void;
  /** As `loadModel`, but none of its classes need be there. */
  restoreModel(bytes: Uint8Array): void;
  /** Returns the name as it is used: trimmed, and cut after 100 characters. */
  addClass(name: string): { id: number; name: string };
  /** Returns the name as it is used. */
  renameClass(id: number, name: string): string;
  setClassEnabled(id: number, enabled: boolean): void;
  removeClass(id: number): void;
  /** If it is nearly the same as the picture `before`, it gets that one's source. */
  addPicture(classId: number, source: string, aside: boolean, picture: Picture, before?: number): Promise<Added>;
  removePictures(ids: Uint32Array): void;
  movePictures(ids: Uint32Array, classId: number): void;
  setPicturesEnabled(ids: Uint32Array, enabled: boolean): void;
  setPicturesAside(ids: Uint32Array, aside: boolean): void;
  project(): Omit<Project, "models" | "backbones">;
  settings(): TrainingSettings;
  setSettings(settings: TrainingSettings): void;
  settingsOf(method: Method): TrainingSettings;
  defaultSettings(): TrainingSettings;
  startTraining(): TrainingMessage[];
  /** Ids of the pictures that must be supplied before the next step of the run or the rate search. */
  wantedPictures(): Uint32Array;
  /** Whether they must be supplied as they are, not the squares that `supply` returned for them. */
  wantsOriginals(): boolean;
  /** Returns the square that the run sees. It can be supplied in place of the picture from then on. */
  supply(id: number, picture: Picture): Picture;
  /** Up to `steps` steps, fewer where pictures are wanted. The last message is "finished". */
  trainSteps(steps: number): Promise<TrainingMessage[]>;
  /** Stops training with the best so far: the run goes on to its last phase, "finishing". */
  stopTraining(): TrainingMessage[];
  /** Ends the run at once, with the best so far; what was missing of its last phase is left out. */
  finishTraining(): TrainingMessage[];
  /** The best model of the run so far, or that of the last run if it is not in use, a file. */
  saveBest(): Promise<Uint8Array<ArrayBuffer>>;
  /** How it came about. */
  runInfo(): TrainedInfo;
  startRateSearch(): void;
  rateSearchSteps(steps: number): Promise<RateMessage[]>;
  stopRateSearch(): RateMessage[];
  classify(picture: Picture): Promise<Omit<Prediction, "elapsedMs">>;
  explain(picture: Picture): Promise<Explained>;
  embed(picture: Picture): Promise<Float32Array<ArrayBuffer>>;
  /** Ids of the pictures that must be predicted before the report. */
  missingPictures(on?: ReportOn): Uint32Array;
  /** Stores the model's output for a picture. */
  predict(id: number, picture: Picture): Promise<void>;
  report(on?: ReportOn): Promise<Report>;
  startCrossValidation(): Steps;
  crossValidationSteps(steps: number): Promise<Steps>;
  crossValidated(): CrossValidated;
  /** Compares `count` of the enabled pictures from the one at `from` on with all later ones. Of one source, those of different classes. */
  nearDuplicates(from: number, count: number): NearDuplicate[];
  saveModel(): Promise<Uint8Array<ArrayBuffer>>;
  loadModel(bytes: Uint8Array): void;
  augmentationPresets(): AugmentationPresets;
  /** The centre square as the network is fed it. */
  square(picture: Picture): Picture;
  /** RGBA, view after view, each of the picture's size. */
  augmentedViews(picture: Picture, augmentation: Partial<Augmentation>, count: number, seed: number): Promise<Uint8Array<ArrayBuffer>>;
}
