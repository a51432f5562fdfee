import type { Backend, Progress } from "../shared/types.d.ts";

/** What `Pupil.create` accepts. */
export interface PupilOptions {
  /** Name of the IndexedDB database that stores the project; null, the default, stores it in memory. */
  store?: string | null;
  /** "auto", the default, uses what was set before, or else whichever is faster. */
  backend?: "auto" | Backend;
  /** Folder with pupil.js, pupil_bg.wasm and the weights that come with Pupil; by default the package's own. */
  assets?: string | URL;
  /** Called with the progress of each start. */
  onProgress?: (progress: Progress) => void;
}
