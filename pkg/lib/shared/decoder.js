/**
 * The one place where pictures are decoded: JPEG by the module that they are for; PNG, WebP, GIF and BMP by a module of their own, which
 * is fetched when the first comes; what neither knows by the browser.
 */
import { notLoaded } from "./download.js";
import { errorData } from "./errors.js";
import { readFile } from "./files.js";
import { loaded } from "./module.js";
import { pixelsOf } from "./picture.js";

/** @import { DecoderModule, ModuleAddress, Picture, PictureClass } from "./handles.d.ts" */
/** @import { PictureSource, PupilErrorData } from "./types.d.ts" */

export class Decoder {
  #module;
  #address;
  /** @type {Promise<DecoderModule> | null} */
  #others = null;

  /** @param {Promise<{ Picture: PictureClass }>} module that pictures are for @param {ModuleAddress} address that of the other formats' module */
  constructor(module, address) {
    this.#module = module;
    this.#address = address;
  }

  /**
   * Decodes a picture: a file by the modules or, where they cannot and no pixels are missing, by the browser; a bitmap is closed.
   * @param {PictureSource} source
   * @returns {Promise<Picture>} to be freed; rejects with "unreadable_file", or as {@link decode} if the browser cannot decode the file either
   */
  async pictureOf(source) {
    if (source instanceof ImageData) return this.#ofImage(source);
    if (source instanceof ImageBitmap) return this.#ofImage(pixelsOf(source));
    const bytes = await readFile(source);
    try {
      return await this.decode(bytes);
    } catch (error) {
      if (!isForBrowser(errorData(error))) throw error;
      const bitmap = await createImageBitmap(source).catch(() => null);
      if (!bitmap) throw error;
      return this.#ofImage(pixelsOf(bitmap));
    }
  }

  /**
   * Decodes a file, without the browser.
   * @param {Uint8Array} bytes
   * @returns {Promise<Picture>} to be freed; rejects with the modules' errors, or "not_loaded"
   */
  async decode(bytes) {
    const [{ Picture }, others] = await Promise.all([this.#module, isJpeg(bytes) ? null : this.#loaded()]);
    if (!others) return Picture.decode(bytes);
    const decoded = others.Decoded.decode(bytes);
    const { width, height } = decoded;
    return Picture.fromRgb(decoded.intoRgb(), width, height);
  }

  /** @param {ImageData} image */
  async #ofImage({ data, width, height }) {
    const { Picture } = await this.#module;
    return Picture.fromRgba(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), width, height);
  }

  /** Fetched anew after it could not be. */
  #loaded() {
    this.#others ??= loaded(this.#address).catch((error) => {
      this.#others = null;
      throw notLoaded(this.#address.glue, error);
    });
    return this.#others;
  }
}

/**
 * Whether the browser is asked for a picture that the modules refuse. Of one that lacks pixels it would show a part.
 * @param {PupilErrorData} error
 */
export function isForBrowser({ code, details }) {
  return code === "unsupported_format" || (code === "broken_picture" && details.incomplete === false);
}

/** By its first bytes. @param {Uint8Array} bytes */
function isJpeg([first, second]) {
  return first === 0xff && second === 0xd8;
}
