/** Says in plain words why the camera does not open, and what to do. */

const NONE = "No camera was found. Plug one in and try again, or use pictures from files.";

/** @type {Record<string, string>} by the name of the browser's error */
const WORDS = {
  NotAllowedError: "The camera is blocked for this page. Allow it in the browser’s address bar (the camera or lock sign), then try again.",
  NotFoundError: NONE,
  OverconstrainedError: NONE, // WebKit's word for it, though nothing is demanded
  NotReadableError: "Another program is using the camera. Close it there, then try again.",
  AbortError: "The camera could not be started. Close other programs that use it, then try again.",
  SecurityError: "This page is not allowed to use the camera. Open it by itself, not inside another page.",
};

/**
 * @param {unknown} error what `getUserMedia` rejected with
 * @returns {string}
 */
export function cameraTrouble(error) {
  if (!navigator.mediaDevices) return "Browsers lend the camera to secure pages only: open this page over https, or from localhost.";
  const { name = "" } = /** @type {{ name?: string }} */ (error ?? {});
  return WORDS[name] ?? `The camera could not be opened (${name || error}). Use pictures from files, or try again.`;
}
