/** A small worker: picture files in, embeddings and thumbnails out; or pictures in, names out. */
import { errorData, isFatal } from "../shared/errors.js";
import { freed, isForBrowser, thumbnailOf } from "../shared/picture.js";
import { namePictures } from "./namer.js";

/** @import { Embedded, Embedder, EmbedderModule, EmbedderStart, FromEmbedder, ToEmbedder } from "./embedder.d.ts" */

/** @type {PromiseWithResolvers<{ embedder: Embedder, Picture: EmbedderModule["Picture"] }>} */
const opened = Promise.withResolvers();

/** @param {FromEmbedder} message @param {Transferable[]} [transfer] */
const post = (message, transfer = []) => self.postMessage(message, { transfer });

/** Of one that names pictures. @type {PromiseWithResolvers<Uint8Array<ArrayBuffer>>} */
const weights = Promise.withResolvers();

/** @param {string} glue @param {WebAssembly.Module} code @returns {Promise<EmbedderModule>} */
async function loaded(glue, code) {
  const module = await import(/* @vite-ignore */ glue);
  await module.default({ module_or_path: code });
  return module;
}

/** @param {EmbedderStart} start */
async function start({ glue, code, weights }) {
  try {
    const { Embedder, Picture } = await loaded(glue, code);
    opened.resolve({ embedder: new Embedder(weights), Picture });
    post({ started: true });
  } catch (error) {
    post({ failed: errorData(error) });
  }
}

/** @param {Extract<ToEmbedder, { namer: MessagePort }>} message */
function name({ namer, glue, code }) {
  const module = loaded(glue, code);
  const embedder = module.then(async ({ Embedder }) => Embedder.naming(await weights.promise));
  namePictures(namer, { module, embedder }).then(() => weights.promise).then(
    (weights) => post({ started: true, weights }, [weights.buffer]),
    (error) => post({ failed: errorData(error) }),
  );
}

/** @param {Blob} file @returns {Promise<Embedded>} */
async function embedded(file) {
  const { embedder, Picture } = await opened.promise;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const square = await freed(Picture.decode(bytes), (picture) => embedder.square(picture));
  return freed(square, async () => ({ embedding: embedder.embed(square), thumbnail: await thumbnailOf(square) }));
}

/** @param {{ id: number, file: Blob }} job */
async function answer({ id, file }) {
  try {
    const ok = await embedded(file);
    post({ id, ok }, [ok.embedding.buffer]);
  } catch (thrown) {
    const error = errorData(thrown);
    if (isFatal(thrown)) post({ crash: id });
    else post(isForBrowser(error) ? { id, ok: null } : { id, err: error });
  }
}

self.addEventListener("message", (/** @type {MessageEvent<ToEmbedder>} */ { data }) => {
  if ("namer" in data) name(data);
  else if ("weights" in data) weights.resolve(data.weights);
  else void ("start" in data ? start(data.start) : answer(data));
});
