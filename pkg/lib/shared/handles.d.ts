/** What the modules of WebAssembly that read pictures have in common. */

/** Memory of the WebAssembly, which its owner frees. */
export interface Handle {
  free(): void;
}

/** A decoded picture. */
export interface Picture extends Handle {
  readonly width: number;
  readonly height: number;
  rgba(): Uint8Array<ArrayBuffer>;
}

/** The class of these, as wasm-bindgen makes it. */
export interface PictureClass {
  /** JPEG. Throws "unsupported_format", "broken_picture", "picture_too_small", "picture_too_large". */
  decode(bytes: Uint8Array): Picture;
  /** Throws "picture_too_small", "picture_too_large". */
  fromRgba(rgba: Uint8Array, width: number, height: number): Picture;
  /** As `fromRgba`. */
  fromRgb(rgb: Uint8Array, width: number, height: number): Picture;
}

/** The decoder of other formats as wasm-bindgen makes it (`decoder.js` in the assets folder). */
export interface DecoderModule {
  Decoded: {
    /** PNG, WebP, GIF and BMP. Throws "unsupported_format", "broken_picture", "picture_too_small", "picture_too_large". */
    decode(bytes: Uint8Array): Decoded;
  };
}

export interface Decoded extends Handle {
  readonly width: number;
  readonly height: number;
  /** Frees it. */
  intoRgb(): Uint8Array<ArrayBuffer>;
}

/** Where a module is: the address of its glue, and its code, compiled or by its address. */
export interface ModuleAddress {
  glue: string;
  code: WebAssembly.Module | string;
}
