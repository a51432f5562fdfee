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
   * // → ["onnx"]
   */
  formats() {
    return this.#rpc.call("exports.formats", []);
  }

  /**
   * Writes the model in use. Disabled classes are left out. The exporters' code is fetched at the first call.
   * @param {ExportFormat} format
   * @param {{ onProgress?: (progress: Progress) => void, signal?: AbortSignal }} [options]
   * @returns {Promise<Blob>} rejects with "not_trained", "too_few_classes", "not_loaded"
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
