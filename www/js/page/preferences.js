/** What this browser remembers of how someone likes the page; nothing of what they train. */

/** Its key in localStorage. */
const KEY = "pupil-preferences";

/**
 * @typedef {object} Preferences
 * @property {string} camera device id, "" for whichever comes first
 * @property {boolean} mirror whether the camera's view is mirrored
 * @property {number} framesPerSecond while recording
 * @property {"steady" | "sorted"} barOrder
 * @property {boolean} notify whether the system says that a training has ended
 * @property {boolean} explain whether the preview shows where Pupil looks
 * @property {boolean} learnOnPress whether Instant learns only when a button is pressed
 */

/** @type {Preferences} */
const DEFAULTS = { camera: "", mirror: true, framesPerSecond: 8, barOrder: "steady", notify: false, explain: false, learnOnPress: false };

/** @returns {Preferences} */
export function preferences() {
  try {
    return { ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return DEFAULTS; // storage is blocked, or holds something else
  }
}

/** @param {Partial<Preferences>} changes */
export function prefer(changes) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...preferences(), ...changes }));
  } catch {
    // Storage is blocked: the choice holds until the page closes.
  }
  document.dispatchEvent(new Event("preferences"));
}
