/** Leads from one recording to the next: the next class that is empty, and then the preview. */
import { announce } from "../page/announce.js";
import { followProject } from "../page/project.js";

/** @import { Pupil } from "../../pkg/lib/index.js" */
/** @typedef {import("./card.js").Card} Card */

/** A short press takes one picture; from so many on it was a recording. */
const RECORDING = 2;

export class Lead {
  /** The card whose recording was the last that the first answer needs. @type {Card | null} */
  #last = null;
  /** The preview is shown by itself once. */
  #done = false;
  #pupil;
  #cards;
  #goLive;

  /** @param {Pupil} pupil @param {() => Card[]} cards in their order @param {() => void} goLive shows the preview of the camera */
  constructor(pupil, cards, goLive) {
    this.#pupil = pupil;
    this.#cards = cards;
    this.#goLive = goLive;
    this.#done = pupil.project.trained !== null;
    followProject(pupil, () => this.#showAnswers());
  }

  /** @param {Card} card @param {number} frames */
  recorded(card, frames) {
    if (this.#done || frames < RECORDING) return;
    const next = this.#cards().find((other) => other !== card && other.info.enabled && other.isEmpty);
    if (next) {
      if (card.info.sources < 2) this.#goOn(next);
      return;
    }
    this.#last = card;
    this.#showAnswers();
  }

  /** @param {Card} next */
  #goOn(next) {
    next.toggleCapture();
    next.element.focus({ preventScroll: true });
    next.element.scrollIntoView({ block: "nearest" });
    announce(`Now “${next.info.name}”: hold the button, or Space, to record it.`);
  }

  /** Once there is something to answer with, the camera goes from the card to the preview, but not out of a recording. */
  #showAnswers() {
    if (!this.#last || !this.#pupil.project.trained || this.#cards().some(({ records }) => records)) return;
    this.#done = true;
    this.#goLive();
    this.#last.yieldCamera();
    this.#last = null;
  }
}
