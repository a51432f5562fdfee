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

/** The files of a picture as versions before database 4 stored them. */
export interface BlobRecord {
  original: Blob;
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
  /** Can be restored until the next start. Missing in records of early versions. */
  removed?: boolean;
  /** Milliseconds since 1970. */
  keptAt: number;
  /** Size of its file. Missing in records of early versions. */
  bytes?: number;
}

/** Loaded weights of a backbone. */
export interface BackboneRecord {
  /** SHA-256 of the file. */
  id: string;
  /** The engine's name of it. */
  architecture: string;
  /** The file's name. */
  name: string;
  /** Size of the file, whose pieces are in the table "weights". Missing in records of early versions. */
  bytes?: number;
  /** The file, in records of early versions. */
  file?: Blob;
}

/** A project. All of it but this record is in a store of its own. */
export interface ProjectRecord {
  id: number;
  name: string;
  /** Idempotency key of the call that made it. */
  call: string;
  /** Milliseconds since 1970: when it was made, or last left for another. */
  usedAt: number;
  /** How many pictures it had then. */
  pictures: number;
  /** Id of the backbone that it used then. */
  backbone?: string;
  /** Can be restored until the next start. */
  removed: boolean;
}

/** Single values, by name. */
export interface Values {
  settings: TrainingSettings;
  /** Id of the model in use. */
  run: number;
  /** Id of the backbone in use, if it is not the default one. */
  backbone: string;
  /** The instant model learns from views of the pictures, too. */
  instantViews: boolean;
  /** Shared by all projects. */
  backend: Backend;
  /** Shared by all projects. */
  measurement: Measurement;
  /** Id of the open project; shared by all. */
  project: number;
}

export interface Records {
  classes: ClassRecord;
  pictures: PictureRecord;
  embeddings: Float32Array;
  /** Embeddings of augmented views of a picture, one after another. */
  views: Float32Array;
  blobs: BlobRecord;
  /** Pictures as they were added. */
  originals: Blob;
  /** 112 × 112, JPEG. */
  thumbnails: Blob;
  runs: ModelRecord;
  /** Model files, by the id of their run. */
  models: Uint8Array;
  /** Shared by all projects. */
  backbones: BackboneRecord;
  /** Shared by all projects. Pieces of files of weights, by id and number. */
  weights: Blob;
  values: Values[keyof Values];
  /** Shared by all projects. */
  projects: ProjectRecord;
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
  /** Empties tables, by default all. */
  clear(tables?: Table[]): Promise<void>;
}

/** The stores of all projects, by the ids of the projects. That of the project 0 has what all share, too. */
export interface Stores {
  of(id: number): Promise<Store>;
  /** Deletes all of a project; of the project 0, not what is shared. */
  delete(id: number): Promise<void>;
}
