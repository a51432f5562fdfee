/** Writes the model in use for other programs. */
import { PupilError } from "../shared/errors.js";
import { loadExporter } from "./engine/assets.js";
import { freed } from "./engine/picture.js";

/** @import { ExportFacts, ExporterModule } from "./engine/exporter.d.ts" */
/** @import { Project } from "./engine/project.js" */
/** @import { CallContext } from "../shared/methods.d.ts" */
/** @import { ExportFormat, ExportFormatInfo, Report } from "../shared/types.d.ts" */

/** @type {ExportFormatInfo[]} */
const FORMATS = [{ id: "onnx", fileName: "pupil-model.zip" }];

export class Exports {
  #project;
  #assets;
  #report;
  /** @type {Promise<ExporterModule> | null} */
  #module = null;

  /**
   * @param {Project} project
   * @param {string} assets folder, ending in a slash
   * @param {() => Promise<Report>} report on the model in use
   */
  constructor(project, assets, report) {
    this.#project = project;
    this.#assets = assets;
    this.#report = report;
  }

  formats() {
    return FORMATS;
  }

  /** @param {ExportFormat} format @param {CallContext} context @returns {Promise<Blob>} */
  async write(format, { signal, progress }) {
    if (!FORMATS.some(({ id }) => id === format)) throw unknownFormat(format);
    const { queue, backbones } = this.#project;
    const model = await queue.run(() => this.#project.engine.saveModel());
    const measured = await this.#report();
    const { Exporter } = await this.#load();
    const weights = await backbones.weights(backbones.inUse, (done, total) => progress({ stage: "download", done, total }), signal);
    return freed(new Exporter(weights, model), async (exporter) => {
      const facts = { date: new Date().toISOString().slice(0, 10), classes: this.#classes(), probabilities: [], measured };
      const probabilities = await this.#answer(exporter.checkPicture(facts));
      return new Blob([exporter[format]({ ...facts, probabilities })], { type: "application/zip" });
    });
  }

  /** The probability of each class for a PNG file. @param {Uint8Array<ArrayBuffer>} png */
  async #answer(png) {
    const { queue } = this.#project;
    const classify = () => this.#project.withPicture(new Blob([png]), (picture) => this.#project.engine.classify(picture));
    return (await queue.run(classify)).scores.map(({ score }) => score);
  }

  /** @returns {ExportFacts["classes"]} */
  #classes() {
    return this.#project.snapshot().classes.map(({ pictures, ...facts }) => ({ ...facts, pictures: pictures.length }));
  }

  /** A module that could not be loaded is asked for again. */
  #load() {
    this.#module ??= loadExporter(this.#assets).catch((error) => {
      this.#module = null;
      throw error;
    });
    return this.#module;
  }
}

/** @param {string} format */
function unknownFormat(format) {
  const detail = `there is no export format “${format}”`;
  return new PupilError("invalid_argument", `An argument of this call is wrong (${detail}). Compare it with the documentation.`, { detail });
}
