/** Names pictures before the engine can: by the labels of ImageNet, as the engine does where nothing was taught yet. */
import { readFile } from "../shared/files.js";
import { freed, pictureOf } from "../shared/picture.js";

/** @import { Embedder, EmbedderModule } from "./embedder.d.ts" */
/** @import { FromNamer, ToNamer } from "../shared/protocol.d.ts" */
/** @import { PictureSource, Prediction } from "../shared/types.d.ts" */
/** @typedef {{ Picture: EmbedderModule["Picture"], embedder: Embedder }} Opened */

/**
 * Answers what comes through the port, one picture after the other. What it cannot do, the engine does, or says why not.
 * @param {MessagePort} port
 * @param {Promise<Opened>} opening
 */
export function namePictures(port, opening) {
  let last = Promise.resolve();
  port.onmessage = (/** @type {MessageEvent<ToNamer>} */ { data }) => {
    last = last.then(async () => {
      if ("end" in data) return self.close();
      const ok = await opening.then((opened) => named(opened, data.picture)).catch(() => null);
      port.postMessage(/** @type {FromNamer} */ ({ id: data.id, ok }));
    });
  };
}

/** @param {Opened} opened @param {PictureSource} source @returns {Promise<Prediction>} */
async function named({ Picture, embedder }, source) {
  const start = performance.now();
  // A file that only the browser can decode here, the engine may decode itself.
  const picture = source instanceof Blob ? Picture.decode(await readFile(source)) : await pictureOf(Picture, source);
  const best = await freed(picture, (picture) => embedder.best(picture));
  const scores = best.map(([label, score]) => ({ classId: null, label, score }));
  return { kind: "imagenet", scores, noneOfThese: false, elapsedMs: performance.now() - start };
}
