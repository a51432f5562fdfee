/** Shows the camera in a <video>: the centre square, as the network sees it. */

/**
 * @param {import("./camera.js").Camera} camera
 * @param {HTMLVideoElement} video
 * @param {() => void} [changed] called after each change of the camera
 * @returns {() => void} ends the view and releases the camera
 */
export function viewCamera(camera, video, changed) {
  const show = () => {
    video.classList.toggle("mirrored", camera.mirrored);
    if (video.srcObject !== camera.stream) {
      video.srcObject = camera.stream;
      // Rejects when the stream ends first; then the next change shows it.
      if (camera.stream) video.play().catch(() => {});
    }
    changed?.();
  };
  camera.addEventListener("change", show);
  camera.acquire();
  show();
  return () => {
    camera.removeEventListener("change", show);
    video.srcObject = null;
    camera.release();
  };
}
