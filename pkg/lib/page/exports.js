/** `pupil.exports`: the model in use as files for other programs. They are made in this tab. */

/** @import { Rpc } from "./bridge/rpc.js" */
/** @import { ExportFormat, ExportFormatInfo, Progress } from "../shared/types.d.ts" */

export class Exports {
  #rpc;

  /** @param {Rpc} rpc */
  constructor(rpc) {
    this.#rpc = rpc;
  }

  /**
   * Lists the formats.
   * @returns {Promise<ExportFormatInfo[]>}
   * @example
   * const formats = await pupil.exports.formats();
   * formats.map(({ id }) => id);
   * // → ["page", "tfjs", "onnx", "tflite", "keras"]
   */
  formats() {
    return this.#rpc.call("exports.formats", []);
  }

  /**
   * Writes the model in use, while other calls go on. Disabled classes are left out. The exporters' code is fetched at the first call.
   * Where the network's weights are your own, and their file names no licence, a notice "unknown_licence" says so. Look at the size of a
   * page before you pass it on: above 15 MB it is slow to mail, and to open on a phone.
   * @param {ExportFormat} format
   * @param {{ onProgress?: (progress: Progress) => void, signal?: AbortSignal }} [options]
   * @returns {Promise<Blob>} rejects with "not_trained", "too_few_classes", "not_exportable", "not_loaded", "export_crashed", "aborted"
   * @example
   * await pupil.train();
   * const zip = await pupil.exports.write("onnx");
   * [zip.type, await zip.slice(0, 2).text()];
   * // → ["application/zip", "PK"]
   */
  write(format, options = {}) {
    return this.#rpc.call("exports.write", [format], options);
  }
}
