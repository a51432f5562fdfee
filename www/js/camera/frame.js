/** Takes single pictures from the camera's video. */

/** High enough that the network sees no difference; about 40 KB a picture. */
const JPEG_QUALITY = 0.92;

/**
 * The centre square of the newest frame, unmirrored, in the camera's own pixels.
 * @param {HTMLVideoElement} video
 * @returns {Promise<Blob>} a JPEG
 */
export async function takeFrame(video) {
  const side = Math.min(video.videoWidth, video.videoHeight);
  const left = Math.floor((video.videoWidth - side) / 2);
  const top = Math.floor((video.videoHeight - side) / 2);
  const canvas = new OffscreenCanvas(side, side);
  canvas.getContext("2d")?.drawImage(video, left, top, side, side, 0, 0, side, side);
  return canvas.convertToBlob({ type: "image/jpeg", quality: JPEG_QUALITY });
}

/** Whether the video has a frame to take. @param {HTMLVideoElement} video */
export function hasFrame(video) {
  return video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0;
}
