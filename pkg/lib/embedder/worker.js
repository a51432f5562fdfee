/** A small worker: picture files in, embeddings and squares out; or pictures in, names out. */
import { Decoder, isForBrowser } from "../shared/decoder.js";
import { errorData, isFatal } from "../shared/errors.js";
import { loaded } from "../shared/module.js";
import { freed, imageOf } from "../shared/picture.js";
import { namePictures } from "./namer.js";

/** @import { Embedded, Embedder, EmbedderModule, EmbedderStart, FromEmbedder, ToEmbedder } from "./embedder.d.ts" */

/** @type {PromiseWithResolvers<{ embedder: Embedder, decoder: Decoder }>} */
const opened = Promise.withResolvers();

/** @param {FromEmbedder} message @param {Transferable[]} [transfer] */
const post = (message, transfer = []) => self.postMessage(message, { transfer });

/** Of one that names pictures. @type {PromiseWithResolvers<Uint8Array<ArrayBuffer>>} */
const weights = Promise.withResolvers();

/** @param {EmbedderStart} start */
async function start({ weights, decoder, ...address }) {
  try {
    /** @type {Promise<EmbedderModule>} */
    const module = loaded(address);
    const { Embedder } = await module;
    opened.resolve({ embedder: new Embedder(weights), decoder: new Decoder(module, decoder) });
    post({ started: true });
  } catch (error) {
    post({ failed: errorData(error) });
  }
}

/** @param {Extract<ToEmbedder, { namer: MessagePort }>} message */
function name({ namer, decoder, ...address }) {
  /** @type {Promise<EmbedderModule>} */
  const module = loaded(address);
  const embedder = module.then(async ({ Embedder }) => Embedder.naming(await weights.promise));
  namePictures(namer, { module, decoder: new Decoder(module, decoder), embedder }).then(() => weights.promise).then(
    (weights) => post({ started: true, weights }, [weights.buffer]),
    (error) => post({ failed: errorData(error) }),
  );
}

/** @param {Uint8Array} bytes @returns {Promise<Embedded>} */
async function embedded(bytes) {
  const { embedder, decoder } = await opened.promise;
  const square = await freed(await decoder.decode(bytes), (picture) => embedder.square(picture));
  return freed(square, (square) => ({ embedding: embedder.embed(square), square: imageOf(square) }));
}

/** @param {{ id: number, bytes: Uint8Array }} job */
async function answer({ id, bytes }) {
  try {
    const ok = await embedded(bytes);
    post({ id, ok }, [ok.embedding.buffer, ok.square.data.buffer]);
  } catch (thrown) {
    const error = errorData(thrown);
    if (isFatal(thrown)) post({ crash: id });
    else post(isForBrowser(error) || error.code === "not_loaded" ? { id, ok: null } : { id, err: error });
  }
}

self.addEventListener("message", (/** @type {MessageEvent<ToEmbedder>} */ { data }) => {
  if ("namer" in data) name(data);
  else if ("weights" in data) weights.resolve(data.weights);
  else void ("start" in data ? start(data.start) : answer(data));
});
