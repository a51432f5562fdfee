/** The exporters' module as wasm-bindgen makes it (`exporter.js` in the assets folder), and what its worker is told and answers. */
import type { Handle } from "../shared/handles.d.ts";
import type { ExportFormat, PupilErrorData, Report } from "../shared/types.d.ts";

export interface ExporterModule {
  /** Starts the WebAssembly. */
  default(options: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  /** Takes the files of the backbone and of the model. */
  Exporter: new (backbone: Uint8Array, model: Uint8Array) => Exporter;
}

/** Its errors are the engine's. */
export interface Exporter extends Handle {
  /** A PNG file. Throws "wrong_model", "wrong_weights", "too_few_classes". */
  checkPicture(facts: ExportFacts): Uint8Array<ArrayBuffer>;
  /** A ZIP archive. Throws the same, and "not_exportable". */
  write(format: Exclude<ExportFormat, "page">, facts: ExportFacts): Uint8Array<ArrayBuffer>;
  /** An HTML page, with the JavaScript and the WebAssembly of `runtime.js` in it. Throws the same. */
  page(facts: ExportFacts, glue: string, module: Uint8Array): string;
}

/** What the project knows of the model beside its file. */
export interface ExportFacts {
  date: string;
  classes: { id: number; name: string; enabled: boolean; pictures: number; sources: number }[];
  /** Of each enabled class for the check's picture. */
  probabilities: number[];
  measured: Report | null;
}

/** The module's code: the address of its glue, and its WebAssembly, compiled. */
export interface ExporterCode {
  glue: string;
  code: WebAssembly.Module;
}

/** What an exported page runs: its JavaScript and its WebAssembly. */
export interface Runtime {
  glue: string;
  module: Uint8Array;
}

/** One after the other: each waits for the answer to the one before. */
export type ToExporter =
  | { start: ExporterCode; backbone: Uint8Array; model: Uint8Array }
  | { checkPicture: ExportFacts }
  | { write: Exclude<ExportFormat, "page">; facts: ExportFacts }
  | { page: Runtime; facts: ExportFacts };

export type FromExporter =
  /** Nothing, a picture, a file. */
  | { ok: unknown }
  | { err: PupilErrorData }
  /** The module died. */
  | { crash: string };
