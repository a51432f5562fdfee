/** A worker for one export: the files of a backbone and of a model in, a file for another program out. */
import { errorData, isFatal } from "../shared/errors.js";

/** @import { Exporter, ExporterModule, FromExporter, ToExporter } from "./exporter.d.ts" */

/** @type {Exporter} */
let exporter;

/** @param {ToExporter} message */
async function answer(message) {
  if ("start" in message) {
    const { glue, code } = message.start;
    const { default: init, Exporter } = /** @type {ExporterModule} */ (await import(/* @vite-ignore */ glue));
    await init({ module_or_path: code });
    exporter = new Exporter(message.backbone, message.model);
    return null;
  }
  if ("checkPicture" in message) return exporter.checkPicture(message.checkPicture);
  if ("write" in message) return new Blob([exporter.write(message.write, message.facts)], { type: "application/zip" });
  const { page, facts } = message;
  return new Blob([exporter.page(facts, page.glue, page.module)], { type: "text/html" });
}

self.addEventListener("message", async (/** @type {MessageEvent<ToExporter>} */ { data }) => {
  /** @param {FromExporter} answered */
  const post = (answered) => self.postMessage(answered);
  try {
    post({ ok: await answer(data) });
  } catch (error) {
    post(isFatal(error) ? { crash: String(error) } : { err: errorData(error) });
  }
});
