/**
 * The WebAssembly module as wasm-bindgen makes it (`pupil.js` in the assets folder), used by the worker alone.
 * Its errors are plain objects, {code, message}; a trap throws WebAssembly.RuntimeError, and the engine is dead then.
 */
import type {
  Alike, Augmentation, AugmentationPresets, Backend, CrossValidated, Explanation, MeasuredOn, Method, NetworkInfo, Prediction, Project, RateMessage, Report,
  TrainedInfo, TrainingMessage, TrainingSettings,
} from "../shared/types.d.ts";

export interface EngineModule {
  /** Compiles and starts the WebAssembly. */
  default(options: { module_or_path: Promise<Response> }): Promise<unknown>;
  Engine: {
    /** Rejects with "wrong_weights", "gpu_unavailable". */
    create(backend: Backend, weights: Uint8Array): Promise<Engine>;
    catalogue(): Omit<NetworkInfo, "expectedMs">[];
  };
}

export interface Added {
  readonly id: number;
  readonly embedding: Float32Array<ArrayBuffer>;
  /** RGBA: the centre square as the network sees it. */
  readonly square: Uint8Array<ArrayBuffer>;
  free(): void;
}

/** A prediction, and where in the picture it comes from. */
export type Explained = { prediction: Omit<Prediction, "elapsedMs"> } & Explanation["attention"];

/** Of a cross-validation. */
export interface Steps {
  done: number;
  total: number;
}

/** While one of the async methods runs, no other method may be called. */
export interface Engine {
  free(): void;
  /** Compiles what live use needs; gives the milliseconds of one steady frame. */
  warmUp(): Promise<number>;
  addClass(id: number | undefined, name: string, enabled: boolean): number;
  renameClass(id: number, name: string): void;
  setClassEnabled(id: number, enabled: boolean): void;
  removeClass(id: number): void;
  addPicture(classId: number, source: string, aside: boolean, bytes: Uint8Array): Promise<Added>;
  addPixels(classId: number, source: string, aside: boolean, rgba: Uint8Array, width: number, height: number): Promise<Added>;
  restorePicture(id: number, classId: number, source: string, enabled: boolean, embedding: Float32Array): void;
  removePictures(ids: Uint32Array): void;
  movePictures(ids: Uint32Array, classId: number): void;
  setPicturesEnabled(ids: Uint32Array, enabled: boolean): void;
  setPicturesAside(ids: Uint32Array, aside: boolean): void;
  project(): Omit<Project, "runs" | "backbones">;
  setSettings(settings: TrainingSettings): void;
  settingsOf(method: Method): TrainingSettings;
  defaultSettings(): TrainingSettings;
  startTraining(): TrainingMessage[];
  /** Ids of the pictures that must be supplied before the next step. */
  wantedPictures(): Uint32Array;
  /** Both give the square, RGBA, that the run sees, which can be supplied as pixels the next time. */
  supplyPicture(id: number, bytes: Uint8Array): Uint8Array<ArrayBuffer>;
  supplyPixels(id: number, rgba: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer>;
  /** Up to `steps` steps, fewer where pictures are needed. */
  trainSteps(steps: number): Promise<TrainingMessage[]>;
  /** The best of the run so far, a file. */
  saveBestSoFar(): Promise<Uint8Array<ArrayBuffer>>;
  /** How it came about. */
  runInfo(): TrainedInfo;
  stopTraining(): TrainingMessage[];
  /** Pictures are supplied as in training. */
  startFinding(): void;
  findSteps(steps: number): Promise<RateMessage[]>;
  stopFinding(): RateMessage[];
  classify(bytes: Uint8Array): Promise<Prediction>;
  classifyPixels(rgba: Uint8Array, width: number, height: number): Promise<Prediction>;
  explain(bytes: Uint8Array): Promise<Explained>;
  explainPixels(rgba: Uint8Array, width: number, height: number): Promise<Explained>;
  /** What the backbone makes of a picture. */
  embed(bytes: Uint8Array): Promise<Float32Array<ArrayBuffer>>;
  embedPixels(rgba: Uint8Array, width: number, height: number): Promise<Float32Array<ArrayBuffer>>;
  /** Ids of the pictures that must be judged before the report. */
  unjudged(on?: MeasuredOn): Uint32Array;
  unjudgedFamiliar(): Uint32Array;
  judge(id: number, bytes: Uint8Array): Promise<void>;
  judgePixels(id: number, rgba: Uint8Array, width: number, height: number): Promise<void>;
  report(on?: MeasuredOn): Promise<Report>;
  learnFamiliarity(): Promise<void>;
  startCrossValidation(): Steps;
  crossValidationSteps(steps: number): Promise<Steps>;
  crossValidated(): CrossValidated;
  alike(from: number, count: number): Alike[];
  saveModel(): Promise<Uint8Array<ArrayBuffer>>;
  loadModel(bytes: Uint8Array): void;
  augmentationPresets(): AugmentationPresets;
  /** RGBA: the centre square as the network sees it. */
  square(bytes: Uint8Array): Uint8Array<ArrayBuffer>;
  squareOfPixels(rgba: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer>;
  /** RGBA, view after view, each of the size that was given. */
  augmentedViews(rgba: Uint8Array, width: number, height: number, augmentation: Partial<Augmentation>, count: number, seed: number): Promise<Uint8Array<ArrayBuffer>>;
}
