/** Takes frames out of films, unseen: one film is open at a time, and one frame is looked for after the other. */
import { canvasIsScrambled, SCRAMBLED } from "../page/canvas.js";
import { clock } from "../page/words.js";

/** High enough that the network sees no difference. */
const JPEG_QUALITY = 0.92;

/** Maximum short side of a frame, in pixels; no network sees more. */
const MAX_SIDE = 480;

/** How long a browser may look for a frame. */
const PATIENCE_MS = 20_000;

/** A place after the end of any film, in seconds: films that were recorded by a browser tell their length only then. */
const FAR = 1e7;

/** The film that is open. @type {{ file: File, video: Promise<HTMLVideoElement> } | null} */
let open = null;

/** @type {Promise<unknown>} */
let last = Promise.resolve();

/** Whether it may be a film. @param {File} file */
export function isFilm(file) {
  return file.type.startsWith("video/");
}

/** @param {File} film @returns {Promise<number>} seconds */
export function durationOf(film) {
  return inTurn(async () => (await opened(film)).duration);
}

/**
 * @param {File} film
 * @param {number} seconds from its beginning
 * @returns {Promise<Blob>} a JPEG
 */
export function frameAt(film, seconds) {
  return inTurn(async () => {
    const video = await opened(film);
    await seek(video, seconds);
    return picture(video);
  });
}

/** @template T @param {() => Promise<T>} task @returns {Promise<T>} */
function inTurn(task) {
  const result = last.then(task);
  last = result.catch(() => {});
  return result;
}

/** @param {File} film */
function opened(film) {
  if (open?.file !== film) {
    open?.video.then(close, () => {});
    open = { file: film, video: load(film) };
  }
  return open.video;
}

/** @param {HTMLVideoElement} video */
function close(video) {
  URL.revokeObjectURL(video.src);
  video.removeAttribute("src");
  video.load();
}

/** @param {File} film */
async function load(film) {
  if (canvasIsScrambled()) throw new Error(SCRAMBLED);
  const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true, preload: "auto", src: URL.createObjectURL(film) });
  await happens(video, "loadedmetadata", "This browser cannot play it. Convert it to MP4 with H.264, or to WebM.");
  if (!Number.isFinite(video.duration)) await seek(video, FAR);
  if (!Number.isFinite(video.duration) || video.videoWidth === 0) throw new Error("It has no pictures, or no end.");
  return video;
}

/** @param {HTMLVideoElement} video @param {number} seconds */
async function seek(video, seconds) {
  video.currentTime = Number.isFinite(video.duration) ? Math.min(seconds, video.duration) : seconds;
  await happens(video, "seeked", `It could not be read at ${clock(seconds)}.`);
}

/** @param {HTMLVideoElement} video @param {"loadedmetadata" | "seeked"} type @param {string} trouble where it does not */
function happens(video, type, trouble) {
  const over = new AbortController();
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Error(trouble));
    const timer = setTimeout(fail, PATIENCE_MS);
    over.signal.addEventListener("abort", () => clearTimeout(timer));
    video.addEventListener(type, resolve, over);
    video.addEventListener("error", fail, over);
  }).finally(() => over.abort());
}

/** @param {HTMLVideoElement} video */
function picture(video) {
  const { videoWidth, videoHeight } = video;
  const scale = Math.min(1, MAX_SIDE / Math.min(videoWidth, videoHeight));
  const canvas = new OffscreenCanvas(Math.round(scale * videoWidth), Math.round(scale * videoHeight));
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: "image/jpeg", quality: JPEG_QUALITY });
}
