/** Decodes picture files: JPEG by the small module itself, other formats by a module of their own, which is fetched when the first comes. */
import { loaded } from "./module.js";

/** @import { DecoderModule, EmbedderModule, ModuleAddress } from "./embedder.d.ts" */
/** @import { Picture } from "../shared/handles.d.ts" */

export class Decoder {
  #module;
  #address;
  /** @type {Promise<DecoderModule | null> | null} */
  #others = null;

  /** @param {Promise<EmbedderModule>} module @param {ModuleAddress} address that of the other formats' module */
  constructor(module, address) {
    this.#module = module;
    this.#address = address;
  }

  /** @param {Uint8Array} bytes @returns {Promise<Picture>} to be freed; rejects with the errors of {@link PictureClass.decode} */
  async decode(bytes) {
    const [{ Picture }, others] = await Promise.all([this.#module, isJpeg(bytes) ? null : this.#loaded()]);
    if (!others) return Picture.decode(bytes); // which refuses what it does not know
    const decoded = others.Decoded.decode(bytes);
    const { width, height } = decoded;
    return Picture.fromRgb(decoded.intoRgb(), width, height);
  }

  /** Fetched anew after it could not be. @returns {Promise<DecoderModule | null>} null if it cannot be */
  #loaded() {
    this.#others ??= loaded(this.#address).catch(() => (this.#others = null));
    return this.#others;
  }
}

/** By its first bytes. @param {Uint8Array} bytes */
function isJpeg([first, second]) {
  return first === 0xff && second === 0xd8;
}
