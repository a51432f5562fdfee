/** The small module as wasm-bindgen makes it (`embedder.js` in the assets folder), and what its workers are told and answer. */
import type { Handle, ModuleAddress, Picture, PictureClass } from "../shared/handles.d.ts";
import type { PupilErrorData } from "../shared/types.d.ts";

export interface EmbedderModule {
  /** Starts the WebAssembly. */
  default(options: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  Picture: PictureClass;
  Embedder: {
    /** Throws "wrong_weights". */
    new (weights: Uint8Array): Embedder;
    /** The same with the classifier that the network was published with. */
    naming(weights: Uint8Array): Embedder;
  };
}

/** A backbone. Its embeddings are those of the engine on the CPU. */
export interface Embedder extends Handle {
  /** The centre square as the network is fed it. */
  square(picture: Picture): Picture;
  embed(square: Picture): Float32Array<ArrayBuffer>;
  /** The best labels of that classifier, as the engine has them before anything is taught; none without it. */
  best(picture: Picture): [label: string, score: number][];
}

/** What is made of a picture: its embedding, and the square that the network saw. */
export interface Embedded {
  embedding: Float32Array<ArrayBuffer>;
  square: ImageData;
}

/** What a small worker runs: its module, and that of the formats that it does not know. */
export interface EmbedderCode extends ModuleAddress {
  decoder: ModuleAddress;
}

/** What it needs to make embeddings: a file of weights, too. */
export interface EmbedderStart extends EmbedderCode {
  weights: Uint8Array;
}

export type ToEmbedder =
  | { start: EmbedderStart }
  | { id: number; bytes: Uint8Array }
  /** In place of a start: it is to name the pictures that come through the port, once it has the weights. */
  | (EmbedderCode & { namer: MessagePort })
  /** It gives them back. */
  | { weights: Uint8Array<ArrayBuffer> };

export type FromEmbedder =
  /** It has its weights. One that names pictures has named what it was asked for before, and gives the weights back. */
  | { started: true; weights?: Uint8Array<ArrayBuffer> }
  /** It could not start. */
  | { failed: PupilErrorData }
  /** Null for a picture in another format, which the browser may know, or whose decoder did not come: the engine tries. */
  | { id: number; ok: Embedded | null }
  | { id: number; err: PupilErrorData }
  /** The module died of this picture. */
  | { crash: number };
