/** Does before the engine can what the page asks first: decodes pictures, and names them by the labels of ImageNet, as the engine does where nothing was taught yet. */
import { readFile } from "../shared/files.js";
import { freed, imageOf } from "../shared/picture.js";

/** @import { Embedder, EmbedderModule } from "./embedder.d.ts" */
/** @import { Decoder } from "../shared/decoder.js" */
/** @import { EarlyMethod, FromNamer, ToNamer } from "../shared/protocol.d.ts" */
/** @import { PictureSource, Prediction } from "../shared/types.d.ts" */

/**
 * What there is to do it with, as soon as it is there: to decode takes no weights.
 * @typedef {{ module: Promise<EmbedderModule>, decoder: Decoder, embedder: Promise<Embedder> }} Means
 */

/** @type {Record<EarlyMethod, (means: Means, source: PictureSource) => Promise<ImageData | Prediction>>} */
const METHODS = { "pictures.decode": decoded, "pupil.classify": named };

/**
 * Answers what comes through the port. What it cannot do, the engine does, or says why not.
 * @param {MessagePort} port
 * @param {Means} means
 * @returns {Promise<void>} resolves when it can name, and has answered what was asked before the page heard of that; rejects if it never will
 */
export async function namePictures(port, means) {
  let answered = Promise.resolve();
  let onHeard = () => {};
  const heard = new Promise((resolve) => (onHeard = () => resolve(null)));
  const answer = async (/** @type {Extract<ToNamer, { id: number }>} */ { id, method, picture }) => {
    const ok = await METHODS[method](means, picture).catch(() => null);
    port.postMessage(/** @type {FromNamer} */ ({ id, ok }));
  };
  port.onmessage = (/** @type {MessageEvent<ToNamer>} */ { data }) => {
    if ("end" in data) void answered.then(() => self.close());
    else if ("heard" in data) onHeard();
    else answered = Promise.all([answered, answer(data)]).then(() => {});
  };
  await means.embedder;
  port.postMessage(/** @type {FromNamer} */ ({ ready: true }));
  await heard;
  await answered;
}

/** @param {Means} means @param {PictureSource} source */
async function decoded(means, source) {
  return freed(await handleOf(means, source), imageOf);
}

/** @param {Means} means @param {PictureSource} source @returns {Promise<Prediction>} */
async function named(means, source) {
  await means.module;
  const start = performance.now();
  const picture = await handleOf(means, source);
  const decodeMs = performance.now() - start;
  return freed(picture, async () => {
    const embedder = await means.embedder;
    const start = performance.now();
    const scores = embedder.best(picture).map(([label, score]) => ({ classId: null, label, score }));
    return { kind: "imagenet", scores, noneOfThese: false, elapsedMs: decodeMs + performance.now() - start };
  });
}

/** A file that only the browser can decode is left to the engine, which knows what to say of it. @param {Means} means @param {PictureSource} source */
async function handleOf(means, source) {
  return source instanceof Blob ? means.decoder.decode(await readFile(source)) : means.decoder.pictureOf(source);
}
