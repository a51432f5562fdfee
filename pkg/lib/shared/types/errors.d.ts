import type { ErrorCode } from "../error-codes.d.ts";

/** An error as data, the form in which it leaves the worker. */
export interface PupilErrorData {
  /** Stays the same from version to version. */
  code: ErrorCode;
  /** Says what is wrong and what to do. */
  message: string;
  /** The values in the message, by name; empty if there are none. */
  details: Record<string, unknown>;
}
