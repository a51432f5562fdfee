/** The preview: what Pupil sees in the camera or in a picture, trained or not. */
import { classifyLive } from "../../pkg/lib/index.js";
import { cameraControls } from "../camera/controls.js";
import { hasFrame, takeFrame } from "../camera/frame.js";
import { viewCamera } from "../camera/view.js";
import { takeArrivals } from "../files/arrivals.js";
import { visible } from "../files/hidden.js";
import { pick } from "../files/picker.js";
import { changeIn, modelOf } from "../page/project.js";
import { seenFile } from "../page/seen.js";
import { byId, part } from "../page/template.js";
import { breakable } from "../page/words.js";
import { AttentionView } from "./attention.js";
import { Bars } from "./bars.js";
import { Teach } from "./teach.js";
import { Verdict } from "./verdict.js";

/** @import { ClassInfo, Explanation, Prediction, Project } from "../../pkg/lib/index.js" */

const INVITATION = "Turn on the camera, or drop, choose or paste a picture. Untaught, Pupil names everyday things.";

export class PreviewPanel {
  root = byId("preview", HTMLElement);
  #video = part(this.root, "video", HTMLVideoElement);
  #picture = part(this.root, "picture", HTMLImageElement);
  #cameraButton = part(this.root, "camera", HTMLButtonElement);
  #bars = new Bars(this.root);
  #verdict = new Verdict(this.root);
  #attention = new AttentionView(this.root, () => this.#shown && this.#classify(this.#shown));
  /** Ends the live view. @type {(() => void) | null} */
  #endLive = null;
  /** The picture on the stage. @type {Blob | null} */
  #shown = null;
  /** Tells this live view from others. */
  #session = "";
  /** Whether it may say something else of the same picture. */
  #changed = changeIn(saidBy);
  #teach;

  /**
   * @param {import("../history/history.js").EditHistory} history
   * @param {import("../camera/camera.js").Camera} camera
   * @param {() => Promise<ClassInfo | undefined>} addClass
   */
  constructor(history, camera, addClass) {
    const { pupil } = history;
    this.pupil = pupil;
    this.camera = camera;
    this.controls = cameraControls(camera);
    part(this.root, "camera-controls", HTMLElement).append(this.controls.element);
    this.controls.element.hidden = true;
    this.#cameraButton.addEventListener("click", () => this.#toggleLive());
    part(this.root, "retry", HTMLButtonElement).addEventListener("click", () => camera.retry());
    part(this.root, "choose", HTMLButtonElement).addEventListener("click", () => pick("one", (arrival) => this.take(arrival)));
    takeArrivals(this.root, (arrival) => this.take(arrival));
    this.#teach = new Teach(this.root, history, () => this.#see(), addClass);
    pupil.addEventListener("project", ({ detail }) => this.#lookAgain(detail));
    this.#stage(INVITATION);
  }

  /** The first picture is shown; if there is none, the first file, to say what is wrong with it. @param {import("../files/found.js").Arrival} arrival */
  take({ files }) {
    const all = visible(files);
    const first = all.find(({ picture }) => picture) ?? all[0];
    if (first) void this.look(first.file, first.file.name);
    else this.#nothing("There is no picture in it.");
  }

  /**
   * Shows a picture and says what is in it.
   * @param {Blob} picture
   * @param {string} name
   */
  async look(picture, name) {
    this.#stopLive();
    this.#shown = picture;
    this.root.ariaBusy = "true"; // what stands there is about the picture before
    // An explanation takes seconds: it waits for what is to be seen.
    const asked = this.#explains ? null : this.#ask(picture);
    asked?.catch(() => {}); // handled where it is awaited
    const file = await seenFile(this.pupil, picture);
    if (this.#shown !== picture) return;
    URL.revokeObjectURL(this.#picture.src);
    this.#picture.src = URL.createObjectURL(file);
    this.#picture.alt = name;
    this.#attention.clear();
    this.#stage("");
    await this.#answer(picture, asked ?? this.#ask(picture));
  }

  /** Shows what the camera sees, if it does not yet. */
  goLive() {
    if (!this.#endLive) this.#startLive();
    this.root.focus();
  }

  /** What is on the stage. All that one live view adds to a class is one source. @returns {Promise<import("./teach.js").Seen | null>} */
  async #see() {
    if (this.#shown) return { file: this.#shown, source: null };
    if (!this.#endLive || !this.camera.live || !hasFrame(this.#video)) return null;
    const frame = await takeFrame(this.#video);
    const name = `Preview ${new Date().toLocaleTimeString("en-GB")}.jpg`;
    const session = this.#session;
    return { file: new File([frame], name, { type: frame.type }), source: (classId) => `preview ${session} ${classId}` };
  }

  /** @param {Project} project */
  #lookAgain(project) {
    if (this.#changed(project) && this.#shown) void this.#classify(this.#shown);
  }

  /** Whether it is asked where it looks: only a trained model can say. */
  get #explains() {
    return this.#attention.wanted && this.pupil.project.trained !== null;
  }

  /** @param {Blob} picture */
  #classify(picture) {
    return this.#answer(picture, this.#ask(picture));
  }

  /** @param {Blob} picture */
  #ask(picture) {
    return this.#explains ? this.pupil.explain(picture) : this.pupil.classify(picture);
  }

  /** @param {Blob} picture @param {Promise<Prediction>} asked */
  async #answer(picture, asked) {
    try {
      const prediction = await asked;
      if (this.#shown === picture) this.#show(prediction);
    } catch (error) {
      if (this.#shown === picture) this.#nothing(error instanceof Error ? error.message : String(error));
    }
  }

  #toggleLive() {
    if (this.#endLive) {
      this.#stopLive();
      this.#nothing(INVITATION);
    } else this.#startLive();
  }

  #startLive() {
    this.#shown = null;
    this.#session = crypto.randomUUID();
    this.#attention.clear();
    const endView = viewCamera(this.camera, this.#video, () => this.#showCamera());
    const stop = classifyLive(this.pupil, this.#video, (prediction) => this.#show(prediction), {
      explain: () => this.#explains,
      paused: () => !this.camera.live,
    });
    this.#endLive = () => (stop(), endView());
    this.#showCamera();
  }

  #stopLive() {
    this.#endLive?.();
    this.#endLive = null;
    this.#showCamera();
  }

  #showCamera() {
    const live = this.#endLive !== null;
    this.#cameraButton.ariaPressed = String(live);
    part(this.root, "live", HTMLElement).hidden = !live || !this.camera.live;
    part(this.root, "retry", HTMLElement).hidden = !live || this.camera.trouble === "";
    this.controls.show();
    if (!live) this.controls.element.hidden = true;
    else if (this.camera.live) this.#stage("");
    else this.#nothing(this.camera.words);
  }

  /** @param {(Prediction | Explanation) & { fps?: number }} prediction */
  #show(prediction) {
    if (this.#endLive ? !this.camera.live : !this.#shown) return; // a late answer about what has gone
    this.root.ariaBusy = "false";
    this.#verdict.show(prediction);
    this.#bars.show(prediction.scores);
    this.#attention.show(prediction, this.#endLive !== null && this.camera.mirrored);
  }

  /** @param {string} why */
  #nothing(why) {
    this.#attention.clear();
    this.root.ariaBusy = "false";
    this.#shown = null;
    this.#bars.show([]);
    this.#verdict.clear(why);
    this.#stage(why);
  }

  /** Shows the video, the picture, or, in `words`, why there is neither. @param {string} words */
  #stage(words) {
    part(this.root, "empty", HTMLElement).hidden = words === "";
    part(this.root, "empty-text", HTMLElement).textContent = words;
    this.#video.hidden = words !== "" || this.#endLive === null;
    this.#picture.hidden = words !== "" || this.#shown === null;
    part(this.root, "file-name", HTMLElement).replaceChildren(...(this.#picture.hidden ? [] : breakable(this.#picture.alt)));
    this.#teach.show(words === "");
  }
}

/** What an answer depends on: the model and the names, not every picture that comes in. @param {Project} project */
function saidBy(project) {
  const { backbone, classes } = project;
  return [modelOf(project), backbone, classes.map(({ id, name, enabled }) => [id, name, enabled])];
}
