/** Writes the model in use for other programs. */
import { errorData, PupilError } from "../shared/errors.js";
import { loadCode, loadRuntime } from "./engine/assets.js";
import { withExporter } from "./engine/exporter.js";
import { namesLicence } from "./engine/licence.js";
import { describe } from "./engine/model-file.js";

/** @import { ExporterCode, ExportFacts } from "../exporter/exporter.d.ts" */
/** @import { Ask } from "./engine/exporter.js" */
/** @import { Project } from "./engine/project.js" */
/** @import { CallContext } from "../shared/methods.d.ts" */
/** @import { Assets } from "../shared/protocol.d.ts" */
/** @import { ExportFormat, ExportFormatInfo, Report } from "../shared/types.d.ts" */

/** @type {ExportFormatInfo[]} */
const FORMATS = [
  { id: "page", fileName: "pupil-model.html" },
  { id: "tfjs", fileName: "pupil-model-tfjs.zip" },
  { id: "onnx", fileName: "pupil-model.zip" },
  { id: "tflite", fileName: "pupil-model-tflite.zip" },
  { id: "keras", fileName: "pupil-model-keras.zip" },
];

export class Exports {
  #project;
  #assets;
  #report;
  /** @type {Promise<ExporterCode> | null} */
  #code = null;

  /**
   * @param {Project} project
   * @param {Assets} assets
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
    const { queue, backbones, instant } = this.#project;
    await instant.caughtUp();
    const model = await queue.run(() => this.#project.engine.saveModel());
    const measured = await this.#report();
    const code = await this.#load();
    const weights = await backbones.weights(backbones.inUse, (done, total) => progress({ stage: "download", done, total }), signal);
    // A network from scratch has none of them.
    const isLicensed = describe(model).backbone === null || !backbones.loadedInUse || namesLicence(weights);
    const file = await withExporter(code, weights, model, signal, async (ask) => {
      const facts = { date: new Date().toISOString().slice(0, 10), classes: this.#project.records.countedClasses(), probabilities: [], measured };
      const probabilities = await this.#answer(await ask({ checkPicture: facts }));
      return this.#written(ask, format, { ...facts, probabilities });
    });
    if (!isLicensed) this.#project.emit("notice", errorData(unknownLicence()));
    return file;
  }

  /** @param {Ask} ask @param {ExportFormat} format @param {ExportFacts} facts */
  async #written(ask, format, facts) {
    return ask(format === "page" ? { page: await loadRuntime(this.#assets), facts } : { write: format, facts });
  }

  /** The probability of each class for a PNG file. @param {Uint8Array<ArrayBuffer>} png */
  async #answer(png) {
    const { queue } = this.#project;
    const classify = () => this.#project.withPicture(new Blob([png]), (picture) => this.#project.engine.classify(picture));
    return (await queue.run(classify)).scores.map(({ score }) => score);
  }

  /** Code that could not be loaded is asked for again. */
  #load() {
    this.#code ??= loadCode(this.#assets, "exporter").catch((error) => {
      this.#code = null;
      throw error;
    });
    return this.#code;
  }
}

function unknownLicence() {
  return new PupilError("unknown_licence", "The licence of this model’s network is not known: the file of its weights does not name one. Find it out before you publish the model. Its card says so, too.");
}

/** @param {string} format */
function unknownFormat(format) {
  const detail = `there is no export format “${format}”`;
  return new PupilError("invalid_argument", `An argument of this call is wrong (${detail}). Compare it with the documentation.`, { detail });
}
