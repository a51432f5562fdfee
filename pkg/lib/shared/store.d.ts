/** What is stored, and where: IndexedDB (database.js) or memory (memory.js). */
import type { Backend, BackendInfo, TrainedInfo, TrainingSettings } from "./types.d.ts";

export interface ClassRecord {
  id: number;
  name: string;
  enabled: boolean;
  /** Out of sight, but can be restored until the next start. */
  removed: boolean;
  /** The call that added it. */
  call: string;
}

export interface PictureRecord {
  id: number;
  classId: number;
  source: string;
  name: string;
  enabled: boolean;
  /** Set aside for testing. Records of versions before this lack it. */
  aside?: boolean;
  /** Out of sight, but can be restored until the next start. */
  removed: boolean;
  /** SHA-256 of its bytes. */
  hash: string;
  /** The call that added it. */
  call: string;
}

export interface BlobRecord {
  /** The bytes as they came. */
  original: Blob;
  /** 112 × 112, JPEG. */
  thumbnail: Blob;
}

/** What was measured on a device; worth nothing on another device, with another version or another backbone. */
export interface Measurement {
  version: string;
  adapter: string;
  backbone: string;
  measured: BackendInfo["measured"];
}

export interface RunRecord {
  id: number;
  /** The call that made it. */
  call: string;
  info: TrainedInfo;
  /** False while it goes on, and so of a run that was cut off. */
  complete: boolean;
  /** Milliseconds since 1970. */
  keptAt: number;
}

/** A backbone's weights that were taken in. */
export interface BackboneRecord {
  /** SHA-256 of the file. */
  id: string;
  /** As the engine names it. */
  architecture: string;
  /** The file's name. */
  name: string;
  file: Blob;
}

/** Single values by name. */
export interface Values {
  settings: TrainingSettings;
  /** Id of the run in use. */
  run: number;
  backend: Backend;
  /** Id of the backbone in use, if it is not the one to begin with. */
  backbone: string;
  measurement: Measurement;
}

export interface Records {
  classes: ClassRecord;
  pictures: PictureRecord;
  embeddings: Float32Array;
  blobs: BlobRecord;
  runs: RunRecord;
  /** What each run has left. */
  models: Uint8Array;
  backbones: BackboneRecord;
  values: Values[keyof Values];
}

export type Table = keyof Records;
export type Key = number | string;
export type Tables = { [T in Table]: Map<Key, Records[T]> };

/** Puts a value under a key; without a value, deletes what is there. */
export type Change = { [T in Table]: { table: T; key: Key; value?: Records[T] } }[Table];

export interface Store {
  get<T extends Table>(table: T, key: Key): Promise<Records[T] | undefined>;
  /** Everything in a table, by key, some at a time. */
  chunks<T extends Table>(table: T): AsyncIterable<[Key, Records[T]][]>;
  /** All of the changes or, where it rejects, none. */
  write(changes: Change[]): Promise<void>;
  clear(): Promise<void>;
}
