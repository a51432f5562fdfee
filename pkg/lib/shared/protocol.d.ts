/** What passes between the page's side (client.js) and the worker's side (host.js). */
import type { Backend, BackendInfo, Progress, Project, PupilErrorData, RatePoint, TrainingMessage } from "./types.d.ts";
import type { Change, Tables } from "./store.d.ts";

/** Why the last worker ended, where the engine was to blame: on the GPU it failed at the start, or was lost later. */
export type Lost = "failed" | "lost";

export interface StartOptions {
  assets: string;
  store: string | null;
  backend: "auto" | Backend;
  /** The engine crashed before: go on with the CPU. */
  lost: Lost | null;
  /** This worker replaces another: what was removed can still be restored. */
  again: boolean;
  /** What the worker before it had in memory. */
  kept: Tables | null;
}

export interface Started {
  project: Project;
  backend: BackendInfo;
}

/** What a method of the host is told beside its arguments. */
export interface CallContext {
  /** Names this call, also when it is sent again to a new worker. */
  key: string;
  signal: AbortSignal;
  progress(progress: Progress): void;
}

/** What the worker tells unasked. */
export interface Events {
  project: Project;
  backend: BackendInfo;
  training: TrainingMessage;
  rate: RatePoint;
  notice: PupilErrorData;
  /** Sent where the store is in memory, so that what is in it outlives the worker. */
  written: Change[];
  /** The GPU is gone. */
  lost: null;
}

export type Emit = <E extends keyof Events>(event: E, detail: Events[E]) => void;

export type ToWorker =
  | { id: number; key: string; method: string; args: unknown[]; /** Before it was sent. */ aborted: boolean }
  | { abort: number };

export type FromWorker =
  | { id: number; ok: unknown }
  | { id: number; err: PupilErrorData }
  | { id: number; progress: Progress }
  /** This call killed the engine. */
  | { crash: number }
  | { event: keyof Events; detail: unknown };
