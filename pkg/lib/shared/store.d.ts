/** The stored records. They are in IndexedDB (worker/store/database.js) or in memory (memory.js). */
import type { Backend, BackendInfo, TrainedInfo, TrainingSettings } from "./types.d.ts";

export interface ClassRecord {
  id: number;
  name: string;
  enabled: boolean;
  /** Can be restored until the next start. */
  removed: boolean;
  /** Idempotency key of the call that added it. */
  call: string;
}

export interface PictureRecord {
  id: number;
  classId: number;
  source: string;
  name: string;
  enabled: boolean;
  /** Set aside for testing. Missing in records of early versions. */
  aside?: boolean;
  /** Can be restored until the next start. */
  removed: boolean;
  /** SHA-256 of its bytes. */
  hash: string;
  /** Idempotency key of the call that added it. */
  call: string;
}

export interface BlobRecord {
  /** The file as it was added. */
  original: Blob;
  /** 112 × 112, JPEG. */
  thumbnail: Blob;
}

/** Measured on this device; invalid on another device, with another version or another backbone. */
export interface Measurement {
  version: string;
  adapter: string;
  backbone: string;
  measured: BackendInfo["measured"];
}

/** A stored model. The table and its fields are named after the run that makes it. */
export interface ModelRecord {
  id: number;
  /** Idempotency key of the call that made it. */
  call: string;
  info: TrainedInfo;
  /** False while the run is under way, and for an interrupted run. */
  complete: boolean;
  /** Milliseconds since 1970. */
  keptAt: number;
}

/** Loaded weights of a backbone. */
export interface BackboneRecord {
  /** SHA-256 of the file. */
  id: string;
  /** The engine's name of it. */
  architecture: string;
  /** The file's name. */
  name: string;
  file: Blob;
}

/** Single values, by name. */
export interface Values {
  settings: TrainingSettings;
  /** Id of the model in use. */
  run: number;
  backend: Backend;
  /** Id of the backbone in use, if it is not the default one. */
  backbone: string;
  measurement: Measurement;
}

export interface Records {
  classes: ClassRecord;
  pictures: PictureRecord;
  embeddings: Float32Array;
  blobs: BlobRecord;
  runs: ModelRecord;
  /** Model files, by the id of their run. */
  models: Uint8Array;
  backbones: BackboneRecord;
  values: Values[keyof Values];
}

export type Table = keyof Records;
export type Key = number | string;
export type Tables = { [T in Table]: Map<Key, Records[T]> };

/** Sets the value of a key; without a value, deletes it. */
export type Change = { [T in Table]: { table: T; key: Key; value?: Records[T] } }[Table];

export interface Store {
  get<T extends Table>(table: T, key: Key): Promise<Records[T] | undefined>;
  /** All records of a table in the order of their keys, in chunks. */
  chunks<T extends Table>(table: T): AsyncIterable<[Key, Records[T]][]>;
  /** All of the changes or, where it rejects, none. */
  write(changes: Change[]): Promise<void>;
  clear(): Promise<void>;
}
