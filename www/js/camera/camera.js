/** The one camera of the page: opened when the first view wants it, closed when the last lets go. */
import { canvasIsScrambled, SCRAMBLED } from "../page/canvas.js";
import { prefer, preferences } from "../page/preferences.js";
import { cameraTrouble } from "./trouble.js";

/** Enough for a 224-pixel network, and what every camera has. */
const SIZE = { width: { ideal: 640 }, height: { ideal: 480 } };

/** Milliseconds after which the video shows what the camera sees again. */
const UNCOVERED_MS = 300;

/** Fires "change" whenever something that its views show has changed. */
export class Camera extends EventTarget {
  /** @type {MediaStream | null} */
  stream = null;
  /** Why there is no picture, in plain words; "" while all is well. */
  trouble = "";
  /** Whether the system or a switch on the device covers the camera: its frames are black meanwhile. */
  muted = false;
  /** @type {MediaDeviceInfo[]} */
  devices = [];
  mirrored = preferences().mirror;

  #users = 0;
  #deviceId = preferences().camera;
  /** @type {"user" | "environment"} */
  #facing = "user";
  /** Counts openings, so that a late stream of an earlier one is dropped. */
  #opening = 0;

  /** Whether its frames are worth looking at. */
  get live() {
    return this.stream !== null && !this.muted;
  }

  /** Why there is no picture now, in plain words; "" if there is one. */
  get words() {
    if (this.muted) return "The camera gives no picture: a switch on the device, the system or another program covers it. It goes on by itself.";
    return this.trouble || (this.starting ? "Waiting for the camera. If the browser asks, allow it." : "");
  }

  get starting() {
    return this.#users > 0 && !this.stream && this.trouble === "";
  }

  /** The device in use; "" before the first opening. */
  get deviceId() {
    return this.stream?.getVideoTracks()[0]?.getSettings().deviceId ?? this.#deviceId;
  }

  /** A view begins to show the camera. Each `acquire` needs its `release`. */
  acquire() {
    if (++this.#users === 1) void this.#open();
  }

  release() {
    if (--this.#users === 0) this.#close();
  }

  /** Tries again, after a trouble. */
  retry() {
    void this.#open();
  }

  /** @param {string} deviceId */
  choose(deviceId) {
    this.#deviceId = deviceId;
    prefer({ camera: deviceId });
    void this.#open();
  }

  /** From the front camera to the rear one, or back. The rear one shows the world as it is, so it is not mirrored. */
  flip() {
    this.#facing = this.#facing === "user" ? "environment" : "user";
    this.#deviceId = "";
    this.mirrored = this.#facing === "user";
    void this.#open();
  }

  /** @param {boolean} mirrored only the view; pictures are stored unmirrored */
  setMirrored(mirrored) {
    this.mirrored = mirrored;
    prefer({ mirror: mirrored });
    this.#changed();
  }

  async #open() {
    this.#close();
    const opening = this.#opening;
    if (canvasIsScrambled()) {
      this.trouble = SCRAMBLED;
      return this.#changed();
    }
    try {
      const stream = await this.#ask();
      if (opening !== this.#opening || this.#users === 0) return stop(stream);
      this.#show(stream);
      this.devices = (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === "videoinput");
    } catch (error) {
      if (opening === this.#opening) this.trouble = cameraTrouble(error);
    }
    this.#changed();
  }

  /** @param {MediaStream} stream */
  #show(stream) {
    this.stream = stream;
    const [track] = stream.getVideoTracks();
    track?.addEventListener("ended", () => this.stream === stream && this.#lose());
    track?.addEventListener("mute", () => this.#follow(stream, track));
    track?.addEventListener("unmute", () => setTimeout(() => this.#follow(stream, track), UNCOVERED_MS));
    this.#follow(stream, track);
  }

  /** Whether the camera is covered. @param {MediaStream} stream @param {MediaStreamTrack | undefined} track */
  #follow(stream, track) {
    if (this.stream !== stream) return;
    this.muted = track?.muted ?? false;
    this.#changed();
  }

  #lose() {
    this.#close();
    this.trouble = "The camera stopped: it was unplugged, or the browser took it back.";
    this.#changed();
  }

  #close() {
    this.#opening++;
    if (this.stream) stop(this.stream);
    this.stream = null;
    this.trouble = "";
    this.muted = false;
    this.#changed();
  }

  /** The chosen device; or, if it is not there any more, whichever there is. */
  async #ask() {
    const { mediaDevices } = navigator;
    const any = { ...SIZE, facingMode: this.#facing };
    if (!this.#deviceId) return mediaDevices.getUserMedia({ video: any });
    try {
      return await mediaDevices.getUserMedia({ video: { ...SIZE, deviceId: { exact: this.#deviceId } } });
    } catch (error) {
      // It is no Error in every browser.
      if (/** @type {{ name?: unknown }} */ (error)?.name !== "OverconstrainedError") throw error;
      return mediaDevices.getUserMedia({ video: any });
    }
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/** @param {MediaStream} stream */
function stop(stream) {
  for (const track of stream.getTracks()) track.stop();
}
