/** The one camera of the page: opened when the first view wants it, closed when the last lets go. */
import { prefer, preferences } from "../page/preferences.js";
import { cameraTrouble } from "./trouble.js";

/** Enough for a 224-pixel network, and what every camera has. */
const SIZE = { width: { ideal: 640 }, height: { ideal: 480 } };

/** Fires "change" whenever something that its views show has changed. */
export class Camera extends EventTarget {
  /** @type {MediaStream | null} */
  stream = null;
  /** Why there is no picture, in plain words; "" while all is well. */
  trouble = "";
  /** @type {MediaDeviceInfo[]} */
  devices = [];
  mirrored = preferences().mirror;

  #users = 0;
  #deviceId = preferences().camera;
  /** @type {"user" | "environment"} */
  #facing = "user";
  /** Counts openings, so that a late stream of an earlier one is dropped. */
  #opening = 0;

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
    stream.getVideoTracks()[0]?.addEventListener("ended", () => {
      if (this.stream === stream) this.#lose();
    });
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
      if (!(error instanceof Error) || error.name !== "OverconstrainedError") throw error;
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
