/** Keeps the instant model up to date: after each change, and as views of pictures are made, in slices between other calls. */
import { errorData, isFatal } from "../../shared/errors.js";
import { slices } from "./slices.js";

/** @import { Project } from "./project.js" */

/** Minimum milliseconds from one renewal to the next. */
const PAUSE_MS = 300;

/** A renewal rests this many times as long as the one before took, so that most of the time is left for other work. */
const REST = 4;

export class Instant {
  #project;
  /** Whether it follows by itself. */
  #follows;
  /** Whether something may have changed since it last looked. */
  #due = false;
  /** Whether it is following what changed. */
  #following = false;
  /** The renewal under way. @type {Promise<void> | null} */
  #renewal = null;
  /** Before then, none begins by itself. */
  #restsUntil = 0;

  /** @param {Project} project @param {boolean} follows */
  constructor(project, follows) {
    this.#project = project;
    this.#follows = follows;
  }

  /** Something may have changed: it follows soon, if it follows by itself. */
  follow() {
    this.#due = true;
    if (this.#follows && !this.#following) void this.#followChanges();
  }

  /** Whether it follows by itself from now on. @param {boolean} follows */
  setFollows(follows) {
    this.#follows = follows;
    if (follows) this.follow();
  }

  /** Resolves when what is there has been learnt, if it follows by itself. Where that fails, a notice says so. */
  async caughtUp() {
    if (!this.#follows) return;
    await this.learn().catch((error) => {
      if (isFatal(error)) throw error;
    });
  }

  /** Learns what is there at once. */
  async learn() {
    // One that is under way may have looked before the last change.
    await this.#renewal;
    this.#renewal ??= this.#renew().finally(() => (this.#renewal = null));
    await this.#renewal;
  }

  /** Resolves when no renewal is under way: pictures that come by the hundred would have it begin anew each time. */
  async rests() {
    await this.#renewal?.catch(() => {});
  }

  async #followChanges() {
    this.#following = true;
    try {
      while (this.#follows && (this.#due || (await this.#project.views.makeSome()))) {
        await sleep(this.#restsUntil - performance.now());
        this.#due = false;
        if (this.#follows) await this.learn();
      }
    } catch (error) {
      // One that is not fatal concerns this model alone: the next change tries again.
      if (isFatal(error)) this.#project.emit("dead", "instant");
      else this.#project.emit("notice", errorData(error));
    } finally {
      this.#following = false;
    }
  }

  async #renew() {
    const { queue } = this.#project;
    const start = performance.now();
    const { done, total } = await queue.run(() => this.#project.engine.instantSteps(0));
    if (total === 0 && this.#project.saysInstant) await queue.run(() => this.#project.announce());
    if (done === total) return;
    for await (const steps of slices(queue, (parts) => this.#project.engine.instantSteps(parts))) {
      if (steps.done === steps.total) break;
    }
    const end = performance.now();
    this.#restsUntil = end + Math.max(PAUSE_MS, REST * (end - start));
    await queue.run(() => this.#project.announce());
  }
}

/** @param {number} milliseconds */
function sleep(milliseconds) {
  return milliseconds > 0 ? new Promise((resolve) => setTimeout(resolve, milliseconds)) : undefined;
}
