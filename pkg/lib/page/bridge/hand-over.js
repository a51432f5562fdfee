/** Ends the work of this tab when another one takes the store over. */
import { errorData, PupilError } from "../../shared/errors.js";

/** @import { PupilEventTarget } from "../events.d.ts" */
/** @import { PupilState } from "../../shared/types.d.ts" */
/** @import { StoreLock } from "./lock.js" */
/** @import { Rpc } from "./rpc.js" */

/** @typedef {PupilEventTarget & { readonly state: PupilState }} Events */

/**
 * Waits until another tab wants the store, and gives it up: a training ends with the best so far, then all else that is under way.
 * @param {Events} pupil
 * @param {Rpc} rpc
 * @param {StoreLock} lock
 */
export async function handOverWhenAsked(pupil, rpc, lock) {
  if ((await lock.wanted) === "asked") {
    await endTraining(pupil, rpc).catch(console.warn);
    await rpc.call("pupil.close", []).catch(console.warn);
  }
  const error = new PupilError("taken_over", "Pupil goes on in another tab. Everything that was in is there.");
  rpc.end(error);
  lock.release();
  // Nobody can listen before `Pupil.create` has resolved.
  setTimeout(() => pupil.dispatchEvent(new CustomEvent("notice", { detail: errorData(error) })));
}

/** @param {Events} pupil @param {Rpc} rpc */
async function endTraining(pupil, rpc) {
  if (pupil.state === "idle") return;
  const ended = new Promise((resolve) => pupil.addEventListener("state", ({ detail }) => detail === "idle" && resolve(undefined)));
  await rpc.call("training.stop", []);
  await ended;
}
