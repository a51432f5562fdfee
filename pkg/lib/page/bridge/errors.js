/** Errors of calls into the worker. */
import { PupilError } from "../../shared/errors.js";

/** @param {import("../../shared/types.d.ts").PupilErrorData} data */
export function pupilError({ code, message, details }) {
  return new PupilError(code, message, details);
}

export function restarted() {
  return new PupilError("worker_restarted", "Pupil's engine was restarted during this call. Call again.");
}

/** For a call or a start that kills every worker. */
export function engineCrashed() {
  return new PupilError("engine_crashed", "Pupil's engine stopped twice over this. Reload the page; if it happens again, leave out what was added last.");
}
