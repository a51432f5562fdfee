/** Classifies what a camera sees: the newest frame only, one at a time. */
import { errorData } from "../shared/errors.js";

/** @import { Pupil } from "./client.js" */
/** @import { Explanation, Prediction } from "../shared/types.d.ts" */

/** Share of the newest frame in the frames a second that are told; the rest is what was told before. */
const NEWEST = 0.2;

/**
 * Classifies a video's frames until it is told to stop. Frames that come meanwhile are passed over.
 * @param {Pupil} pupil
 * @param {HTMLVideoElement} video
 * @param {(prediction: (Prediction | Explanation) & { fps: number }) => void} onPrediction
 * @param {{ explain?: () => boolean }} [options] asked for each frame: whether it is explained as well, once something is taught
 * @returns {() => void} stops
 */
export function classifyLive(pupil, video, onPrediction, { explain = () => false } = {}) {
  let stopped = false;
  let fps = 0;
  const run = async () => {
    let last = performance.now();
    for (;;) {
      await nextFrame(video);
      if (stopped) return;
      const prediction = await classifyFrame(pupil, video, explain() && pupil.project.trained !== null);
      if (stopped) return;
      if (!prediction) continue;
      const now = performance.now();
      const latest = 1000 / (now - last);
      fps = fps === 0 ? latest : NEWEST * latest + (1 - NEWEST) * fps;
      last = now;
      onPrediction({ ...prediction, fps });
    }
  };
  run().catch((error) => errorData(error).code !== "closed" && reportError(error));
  return () => {
    stopped = true;
  };
}

/** @param {HTMLVideoElement} video */
function nextFrame(video) {
  return new Promise((resolve) => video.requestVideoFrameCallback(resolve));
}

/** Null if there is nothing to tell of this frame. @param {Pupil} pupil @param {HTMLVideoElement} video @param {boolean} explained */
async function classifyFrame(pupil, video, explained) {
  // A camera tells of its first frames before they can be had.
  const frame = await createImageBitmap(video).catch(() => null);
  return frame && (explained ? pupil.explain(frame) : pupil.classify(frame)).catch(passOver);
}

/** The worker was replaced meanwhile, or what was taught is gone. @param {unknown} error @returns {null} */
function passOver(error) {
  if (!["worker_restarted", "not_trained"].includes(errorData(error).code)) throw error;
  return null;
}
