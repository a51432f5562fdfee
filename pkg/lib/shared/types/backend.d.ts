/** Where the backbone runs. */
export type Backend = "webgpu" | "cpu";

/** The backend in use, and why it was chosen. */
export interface BackendInfo {
  backend: Backend;
  /** "Intel Arc", "SwiftShader", … ; null on the CPU. */
  adapter: string | null;
  /** Milliseconds that one picture takes in the backbone, measured after warm-up. */
  frameMs: number;
  /** Why this backend was chosen. "starting", with `frameMs` 0: it will be, once the engine is there (`create` with `early`). */
  reason: "asked" | "faster" | "only" | "remembered" | "recovered" | "starting";
  /** Measured milliseconds of both, where both were measured. */
  measured: { webgpu: number | null; cpu: number | null };
  /** Why WebGPU is not used, where it is not: "missing", "fallback", "noTimestampQuery", "slower", "failed", "lost"; else null. */
  webgpuRefused: string | null;
}
