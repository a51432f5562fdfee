/** Classifies what a camera sees: the newest frame only, one at a time. */
import { errorData } from "../shared/errors.js";

/** @import { Pupil } from "./pupil.js" */
/** @import { Explanation, Prediction } from "../shared/types.d.ts" */

/** Weight of the newest frame in the moving average of frames per second. */
const NEWEST = 0.2;

/**
 * Classifies a video's frames until it is stopped. Frames that come during a classification are skipped.
 * @param {Pupil} pupil
 * @param {HTMLVideoElement} video
 * @param {(prediction: (Prediction | Explanation) & { fps: number }) => void} onPrediction
 * @param {{ explain?: () => boolean, paused?: () => boolean }} [options] called for each frame. `explain`: whether to explain it as
 *   well, once a model is trained. `paused`: whether to skip it
 * @returns {() => void} stops
 * @example
 * const stop = classifyLive(pupil, video, ({ scores, fps }) => console.log(scores, fps));
 * stop();
 */
export function classifyLive(pupil, video, onPrediction, { explain = () => false, paused = () => false } = {}) {
  let stopped = false;
  let fps = 0;
  const run = async () => {
    let last = performance.now();
    for (;;) {
      await nextFrame(video);
      if (stopped) return;
      if (paused()) continue;
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

/** Returns null if there is no prediction for this frame. @param {Pupil} pupil @param {HTMLVideoElement} video @param {boolean} explained */
async function classifyFrame(pupil, video, explained) {
  // A camera announces its first frames before they can be read.
  const frame = await createImageBitmap(video).catch(() => null);
  const now = { wait: false };
  return frame && (explained ? pupil.explain(frame, now) : pupil.classify(frame, now)).catch(skip);
}

/** The worker was replaced meanwhile, or the model is gone. @param {unknown} error @returns {null} */
function skip(error) {
  if (!["worker_restarted", "not_trained"].includes(errorData(error).code)) throw error;
  return null;
}
