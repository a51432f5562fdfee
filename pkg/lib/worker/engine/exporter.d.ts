/** The exporters' WebAssembly module as wasm-bindgen makes it (`exporter.js` in the assets folder). Its errors are the engine's. */
import type { Handle } from "./engine.d.ts";
import type { Report } from "../../shared/types.d.ts";

export interface ExporterModule {
  /** Compiles and starts the WebAssembly. */
  default(options: { module_or_path: Promise<Response> }): Promise<unknown>;
  /** Takes the files of the backbone and of the model. */
  Exporter: new (backbone: Uint8Array, model: Uint8Array) => Exporter;
}

export interface Exporter extends Handle {
  /** A PNG file. Throws "wrong_model", "wrong_weights", "too_few_classes". */
  checkPicture(facts: ExportFacts): Uint8Array<ArrayBuffer>;
  /** A ZIP archive. Throws the same. */
  onnx(facts: ExportFacts): Uint8Array<ArrayBuffer>;
}

/** What the project knows of the model beside its file. */
export interface ExportFacts {
  date: string;
  classes: { id: number; name: string; enabled: boolean; pictures: number; sources: number }[];
  /** Of each enabled class for the check's picture. */
  probabilities: number[];
  measured: Report | null;
}
