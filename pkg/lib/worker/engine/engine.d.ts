/**
 * The WebAssembly module as wasm-bindgen makes it (`pupil.js` in the assets folder), used by the worker alone.
 * Its errors are plain objects, {code, message, details}; a trap throws WebAssembly.RuntimeError, and the engine is dead then.
 */
import type {
  Augmentation, AugmentationPresets, Backend, CrossValidated, Explanation, Method, ModelComparison, ModelStanding, NearDuplicate, NetworkInfo, Prediction, RateMessage,
  Report, ReportOn, TrainedInfo, TrainingMessage, TrainingSettings,
} from "../../shared/types.d.ts";
import type { Handle, Picture, PictureClass } from "../../shared/handles.d.ts";
import type { ProjectFacts } from "../../shared/protocol.d.ts";

export interface EngineModule {
  /** Size of its WebAssembly. */
  moduleBytes?: number;
  /** Compiles and starts the WebAssembly. */
  default(options: { module_or_path: Promise<Response> }): Promise<unknown>;
  Picture: PictureClass;
  Engine: {
    /** Rejects with "wrong_weights", "gpu_unavailable". */
    create(backend: Backend, weights: Uint8Array): Promise<Engine>;
    catalogue(): Omit<NetworkInfo, "expectedMs">[];
    /** Of whether each picture was right before, and is right after; null without pictures. */
    comparison(right: [before: boolean, after: boolean][]): ModelComparison | null;
  };
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

/** Progress of a cross-validation, or of the instant model. */
export interface Steps {
  done: number;
  total: number;
}

/** The classes that are stored, the first ids that were never used, and how many pictures will be restored. */
export interface StoredState {
  classes: { id: number; name: string; enabled: boolean }[];
  nextClassId: number;
  nextPictureId: number;
  pictures: number;
}

/** While one of the async methods runs, no other method may be called. */
export interface Engine extends Handle {
  /** Compiles what live classification needs; returns the milliseconds of one frame after that. */
  warmUp(): Promise<number>;
  /** Sets classes anew, without pictures. */
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
  /** The same with an embedding that was made elsewhere. Throws "wrong_embedding" where it is another network's. */
  addEmbedded(classId: number, source: string, aside: boolean, embedding: Float32Array, before?: number): { id: number; source: string };
  removePictures(ids: Uint32Array): void;
  movePictures(ids: Uint32Array, classId: number): void;
  setPicturesEnabled(ids: Uint32Array, enabled: boolean): void;
  setPicturesAside(ids: Uint32Array, aside: boolean): void;
  project(): Omit<ProjectFacts, "id" | "name" | "instantViews" | "models" | "backbones">;
  settings(): TrainingSettings;
  setSettings(settings: TrainingSettings): void;
  settingsOf(method: Method): TrainingSettings;
  defaultSettings(): TrainingSettings;
  /**
   * Brings the instant model up to date, in up to `parts` parts of some 20 ms; 0 only looks whether there is something to do. At
   * `done` = `total` it is up to date, or there are no two classes with pictures. An edit has the next call begin anew; until it is up
   * to date, the one before goes on answering.
   */
  instantSteps(parts: number): Steps;
  /** Ids of the training pictures whose views the instant model does not learn from yet. */
  picturesWithoutViews(): Uint32Array;
  /** How many views each picture gets. */
  viewCount(): number;
  /** The embedding of view number `index` of a picture, or of its square. */
  embedView(picture: Picture, index: number): Promise<Float32Array<ArrayBuffer>>;
  /** Has the instant model learn from views of a picture: their embeddings, one after another. Throws "wrong_embedding". */
  setViews(id: number, embeddings: Float32Array): void;
  /** Has it learn from the pictures alone. */
  clearViews(): void;
  /** Puts the instant model in use in place of a trained one. Throws "not_trained" where there is none. */
  useInstant(): void;
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
  /** Chooses what is compared with the model in use: a stored model, or without a file the instant one. Throws "wrong_model". */
  setRival(file?: Uint8Array): void;
  /** Ids of the pictures that both must see before `compare`. */
  unseenByBoth(): Uint32Array;
  /** Stores what both say of a picture. */
  predictBoth(id: number, picture: Picture): Promise<void>;
  /** Null if there is no picture that neither learned from, or they know other classes. */
  compare(): Promise<ModelStanding | null>;
  saveModel(): Promise<Uint8Array<ArrayBuffer>>;
  loadModel(bytes: Uint8Array): void;
  augmentationPresets(): AugmentationPresets;
  /** The centre square as the network is fed it. */
  square(picture: Picture): Picture;
  /** RGBA, view after view, each of the picture's size. */
  augmentedViews(picture: Picture, augmentation: Partial<Augmentation>, count: number, seed: number): Promise<Uint8Array<ArrayBuffer>>;
}
