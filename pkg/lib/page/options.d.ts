import type { Backend, Method, Progress, TrainingMessage } from "../shared/types.d.ts";

/** What `Pupil.create` accepts, and `Pupil.load`. */
interface StartOptions {
  /** "auto", the default, uses what was set before, or else whichever is faster. */
  backend?: "auto" | Backend;
  /** Folder with the files of the package's `dist`, if they are not where a bundler or the package itself has them. */
  assets?: string | URL;
  /** Called with the progress of each start. */
  onProgress?: (progress: Progress) => void;
}

/** What `Pupil.create` accepts. */
export interface PupilOptions extends StartOptions {
  /** Name of the IndexedDB database that stores the project; null, the default, stores it in memory. */
  store?: string | null;
  /**
   * Whether another tab that has the store open gives it up: it ends its work, keeping all that was done, and gets the notice
   * "taken_over"; its later calls reject with that. False, the default, rejects with "already_open".
   */
  takeOver?: boolean;
  /**
   * Whether `create` may resolve before the engine is there, as it does where nothing is in the project yet: once that is known. Pictures
   * are then classified, by the labels of ImageNet, as soon as the network is there; all other calls wait. `pupil.ready` tells when they
   * need not wait any more. False by default.
   */
  early?: boolean;
  /** Whether the instant model is kept up to date by itself, as it is by default; `pupil.instant.follow` changes it. */
  instant?: boolean;
}

/** What `Pupil.load` accepts. */
export interface LoadOptions extends StartOptions {
  /** The weights of the network below the model, if they are none of those that come with Pupil. */
  weights?: Blob | URL;
}

/** What `pupil.train` accepts. */
export interface TrainOptions {
  /** What is trained. Another one than the project's gets its default settings; without it, the project's with its settings. */
  method?: Method;
  /** Called with each message, as an event "training" is. */
  onMessage?: (message: TrainingMessage) => void;
}
