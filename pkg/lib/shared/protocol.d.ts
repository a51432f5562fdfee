/** The messages between the page (page/bridge) and the worker (worker/worker.js). */
import type { MethodName } from "./methods.d.ts";
import type { Change, Tables } from "./store.d.ts";
import type {
  Backend, BackendInfo, ClassInfo, PictureInfo, PictureSource, Prediction, Progress, Project, PupilErrorData, RatePoint, TrainingMessage,
} from "./types.d.ts";

/** How the GPU failed in the worker before this one: while it started, or later. */
export type GpuFailure = "failed" | "lost";

/** Addresses of the built files, by name. */
export type Assets = Record<`${"decoder" | "embedder" | "exporter" | "pupil" | "runtime"}${".js" | "_bg.wasm"}` | `efficientnet_lite${0 | 2}.safetensors`, string>;

export interface StartOptions {
  assets: Assets;
  store: string | null;
  /** Whether the page is told early of a project that nothing is in yet. */
  early: boolean;
  backend: "auto" | Backend;
  /** Whether the instant model is kept up to date by itself. */
  followInstantly: boolean;
  /** If set, start on the CPU. */
  gpuFailure: GpuFailure | null;
  /** This worker replaces another: removed classes and pictures can still be restored. */
  keepRemoved: boolean;
  /** What the worker before it had in memory, by project. */
  tables: Map<number, Tables> | null;
  /** A model to begin with: its file, and that of its network's weights, or their addresses. */
  model: { file: Blob | string; weights: Blob | string | null } | null;
}

/** How classes and pictures are now that changed, and the ids of those that are gone. A picture's change is one of its class, too. */
export interface ListChange {
  classes: Omit<ClassInfo, "pictures">[];
  classesGone: number[];
  pictures: Pick<PictureInfo, "id" | "classId" | "enabled" | "aside">[];
  picturesGone: number[];
}

/** All of a project that is no list of pictures. */
export type ProjectFacts = Omit<Project, "classes" | "disabledPictures" | "asidePictures">;

/** What changed of a project, so that no message grows with it; what a fact is, where it changed. */
export type ProjectChange = ListChange & Partial<ProjectFacts>;

export interface Started {
  /** All of it. */
  project: ListChange & ProjectFacts;
  backend: BackendInfo;
  notices: PupilErrorData[];
}

/** What the worker emits. */
export interface WorkerEvents {
  project: ProjectChange;
  backend: BackendInfo;
  training: TrainingMessage;
  rate: RatePoint;
  notice: PupilErrorData;
  /** The stores are in memory: the page saves a copy that outlives the worker. Null: all of the project is deleted. */
  written: { project: number; changes: Change[] | null };
  /** The engine died outside a call: the GPU is lost, or the instant model killed it. */
  dead: "gpu" | "instant";
}

export type Emit = <E extends keyof WorkerEvents>(event: E, detail: WorkerEvents[E]) => void;

export type ToWorker =
  /** At any time, until all are there. */
  | { weights: HandedWeights }
  /** Before any call. */
  | { start: StartOptions }
  | { id: number; key: string; method: MethodName; args: unknown[]; /** Before it was sent. */ aborted: boolean }
  | { abort: number };

/** The default weights as the page fetches them for the worker: how far they are, then all of them. */
export type HandedWeights = { done: number; total: number } | { bytes: Uint8Array<ArrayBuffer> } | { failed: PupilErrorData };

export type FromWorker =
  | { starting: Progress }
  /** The worker needs no default weights: the page need not go on fetching them. */
  | { enough: "weights" }
  /** The engine is still to come. Until then, pictures are named through the port. */
  | { early: Started; namer: MessagePort }
  | { started: Started }
  | { failed: PupilErrorData }
  | { id: number; ok: unknown }
  | { id: number; err: PupilErrorData }
  | { id: number; progress: Progress }
  /** The engine died of this call; null if it died while it started. */
  | { crash: number | null }
  | { event: keyof WorkerEvents; detail: unknown };

/** What a small worker does before there is an engine. */
export type EarlyMethod = "pupil.classify" | "pictures.decode";

/** Through the port to a small worker that names pictures. */
export type ToNamer =
  | { id: number; method: EarlyMethod; picture: PictureSource }
  /** The answer to `ready`: what was asked before has come. */
  | { heard: true }
  /** After what was asked before. */
  | { end: true };

/** Null: the engine has to look at it. */
export type FromNamer = { id: number; ok: Prediction | ImageData | null } | { /** It can name. */ ready: true };
