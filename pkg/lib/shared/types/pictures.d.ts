import type { PupilErrorData } from "./errors.d.ts";

/** A picture to look at: a file in any format that Pupil or the browser decodes, or pixels. */
export type PictureSource = Blob | ImageBitmap | ImageData;

export interface PictureInfo {
  id: number;
  classId: number;
  /** What it comes from: a file ("file:" and its SHA-256), or a recording. */
  source: string;
  /** File name, or the recording's name. */
  name: string;
  enabled: boolean;
  /** Set aside for testing: neither trained on nor used for validation. */
  aside: boolean;
}

export interface AddResult {
  added: PictureInfo[];
  /** Names of files that are already in this class (same SHA-256). */
  duplicates: string[];
  failed: (PupilErrorData & { name: string })[];
  /** Which of the added are in another class, too (same SHA-256), by name, and a class that has each. */
  elsewhere: { name: string; classId: number }[];
}
