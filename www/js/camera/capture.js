/** The camera inside a class: hold the button, and pictures come in. One burst is one source. */
import { announce } from "../page/announce.js";
import { prefer, preferences } from "../page/preferences.js";
import { clone, part } from "../page/template.js";
import { count } from "../page/words.js";
import { cameraControls } from "./controls.js";
import { hasFrame, takeFrame } from "./frame.js";
import { onHold } from "./hold.js";
import { viewCamera } from "./view.js";

/**
 * @param {import("./camera.js").Camera} camera
 * @param {(pictures: File[], source: string) => void} take
 * @param {(frames: number) => void} released called after each recording
 * @returns {{ element: HTMLElement, close: () => void }}
 */
export function openCapture(camera, take, released) {
  const element = clone("capture");
  const video = part(element, "video", HTMLVideoElement);
  const record = part(element, "record", HTMLButtonElement);
  const controls = cameraControls(camera);
  part(element, "controls", HTMLElement).append(controls.element);
  const rate = rateSlider(element);
  const ready = () => camera.live && hasFrame(video);
  const burst = new Burst(video, ready, rate, take, (frames) => showBurst(element, frames));
  const endHold = onHold(record, () => burst.start(), () => released(burst.end()));
  const endView = viewCamera(camera, video, () => {
    controls.show();
    showCamera(element, camera);
  });
  part(element, "retry", HTMLButtonElement).addEventListener("click", () => camera.retry());
  return { element, close: () => (endHold(), burst.end(), endView(), element.remove()) };
}

/** One press of the button: pictures at a steady rate, from the press to the release. */
class Burst {
  #source = "";
  #name = "";
  #frames = 0;
  #timer = 0;

  /**
   * @param {HTMLVideoElement} video
   * @param {() => boolean} ready whether it shows a frame worth taking
   * @param {() => number} framesPerSecond
   * @param {(pictures: File[], source: string) => void} take
   * @param {(frames: number | null) => void} show null when it has ended
   */
  constructor(video, ready, framesPerSecond, take, show) {
    this.video = video;
    this.ready = ready;
    this.framesPerSecond = framesPerSecond;
    this.take = take;
    this.show = show;
  }

  start() {
    this.#source = `recording ${crypto.randomUUID()}`;
    this.#name = `Recording ${new Date().toLocaleTimeString("en-GB")}`;
    this.#frames = 0;
    this.#timer = window.setInterval(() => void this.#frame(), 1000 / this.framesPerSecond());
    void this.#frame();
  }

  /** @returns {number} how many pictures there are of it */
  end() {
    if (this.#timer === 0) return 0;
    clearInterval(this.#timer);
    this.#timer = 0;
    this.show(null);
    announce(`${count(this.#frames, "picture")} recorded.`);
    return this.#frames;
  }

  async #frame() {
    if (!this.ready()) return;
    const name = `${this.#name}, ${++this.#frames}.jpg`;
    const source = this.#source;
    if (this.#timer !== 0) this.show(this.#frames);
    const picture = await takeFrame(this.video);
    this.take([new File([picture], name, { type: picture.type })], source);
  }
}

/** @param {HTMLElement} element @param {number | null} frames */
function showBurst(element, frames) {
  part(element, "recording", HTMLElement).hidden = frames === null;
  if (frames !== null) part(element, "frames", HTMLElement).textContent = count(frames, "picture");
}

/** @param {HTMLElement} element @param {import("./camera.js").Camera} camera */
function showCamera(element, camera) {
  const note = part(element, "note", HTMLElement);
  note.textContent = camera.words;
  note.hidden = note.textContent === "";
  part(element, "record", HTMLButtonElement).disabled = !camera.stream;
  part(element, "retry", HTMLElement).hidden = camera.trouble === "";
}

/** @param {HTMLElement} element @returns {() => number} pictures a second */
function rateSlider(element) {
  const rate = part(element, "rate", HTMLInputElement);
  const value = part(element, "rate-value", HTMLOutputElement);
  rate.value = value.value = String(preferences().framesPerSecond);
  rate.addEventListener("input", () => {
    value.value = rate.value;
    prefer({ framesPerSecond: rate.valueAsNumber });
  });
  return () => rate.valueAsNumber;
}
