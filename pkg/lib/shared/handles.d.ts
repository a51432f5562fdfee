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
  /** Throws "unsupported_format", "broken_picture", "picture_too_small", "picture_too_large". */
  decode(bytes: Uint8Array): Picture;
  /** Throws "picture_too_small", "picture_too_large". */
  fromRgba(rgba: Uint8Array, width: number, height: number): Picture;
}
