/** The messages between the page (page/bridge) and the worker (worker/worker.js). */
import type { MethodName } from "./methods.d.ts";
import type { Change, Tables } from "./store.d.ts";
import type { Backend, BackendInfo, Progress, Project, PupilErrorData, RatePoint, TrainingMessage } from "./types.d.ts";

/** How the GPU failed in the worker before this one: while it started, or later. */
export type GpuFailure = "failed" | "lost";

export interface StartOptions {
  assets: string;
  store: string | null;
  backend: "auto" | Backend;
  /** If set, start on the CPU. */
  gpuFailure: GpuFailure | null;
  /** This worker replaces another: removed classes and pictures can still be restored. */
  keepRemoved: boolean;
  /** What the worker before it had in memory. */
  tables: Tables | null;
}

export interface Started {
  project: Project;
  backend: BackendInfo;
  notices: PupilErrorData[];
}

/** What the worker emits. */
export interface WorkerEvents {
  project: Project;
  backend: BackendInfo;
  training: TrainingMessage;
  rate: RatePoint;
  notice: PupilErrorData;
  /** The store is in memory: the page saves a copy that outlives the worker. */
  written: Change[];
  /** The GPU is lost. */
  gpuLost: null;
}

export type Emit = <E extends keyof WorkerEvents>(event: E, detail: WorkerEvents[E]) => void;

export type ToWorker =
  /** The first message. */
  | { start: StartOptions }
  | { id: number; key: string; method: MethodName; args: unknown[]; /** Before it was sent. */ aborted: boolean }
  | { abort: number };

export type FromWorker =
  | { starting: Progress }
  | { started: Started }
  | { failed: PupilErrorData }
  | { id: number; ok: unknown }
  | { id: number; err: PupilErrorData }
  | { id: number; progress: Progress }
  /** The engine died of this call; null if it died while it started. */
  | { crash: number | null }
  | { event: keyof WorkerEvents; detail: unknown };
