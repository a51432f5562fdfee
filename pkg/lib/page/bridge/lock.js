/** A lock on the store, so that only one tab at a time uses it. The tab that has it says so, and gives it up when asked. */
import { PupilError } from "../../shared/errors.js";

/** Milliseconds after which a tab that has the store, and neither answers nor ends, is taken for asleep. */
const PATIENCE = 10_000;

/** Milliseconds that a tab which was asked for the store has to end its work. */
const ENDING = 60_000;

/** @typedef {"isOpen" | "takeOver" | "open"} Message two questions of a tab that wants the store, and the answer of the one that has it */

export class StoreLock {
  /**
   * Resolves when another tab wants the store: "asked" if it waits until this one has ended its work and calls `release`, "stolen" if
   * it uses the store already.
   * @type {Promise<"asked" | "stolen">}
   */
  wanted;
  /** Gives the store free. @type {() => void} */
  release;

  /** @private @param {() => void} release @param {StoreLock["wanted"]} wanted */
  constructor(release, wanted) {
    this.release = release;
    this.wanted = wanted;
  }

  /**
   * Waits for a tab that is being closed or reloaded, but not for one that is open.
   * @param {string} store
   * @param {boolean} takeOver whether a tab that is open is to give the store up
   * @returns {Promise<StoreLock>} rejects with "already_open"
   */
  static get(store, takeOver) {
    const name = `pupil:${store}`;
    const channel = new BroadcastChannel(name);
    const giveUp = new AbortController();
    /** @type {PromiseWithResolvers<"asked" | "stolen">} */
    const wanted = Promise.withResolvers();
    return new Promise((resolve, reject) => {
      /** @param {LockOptions} options */
      const request = async (options) => {
        let held = false;
        const hold = () => {
          held = true;
          clearTimeout(timer);
          return new Promise((release) => {
            answer(channel, () => wanted.resolve("asked"));
            resolve(new StoreLock(() => (channel.close(), release(undefined)), wanted.promise));
          });
        };
        await navigator.locks.request(name, options, hold).catch(() => held && wanted.resolve("stolen"));
      };
      const refuse = () => {
        giveUp.abort();
        channel.close();
        reject(alreadyOpen());
      };
      const steal = () => {
        giveUp.abort();
        void request({ steal: true });
      };
      let timer = setTimeout(takeOver ? steal : refuse, PATIENCE);
      channel.onmessage = ({ data }) => {
        if (data !== "open") return;
        clearTimeout(timer);
        if (takeOver) timer = setTimeout(steal, ENDING);
        else refuse();
      };
      void request({ signal: giveUp.signal });
      channel.postMessage(takeOver ? "takeOver" : "isOpen");
    });
  }
}

/** Answers whoever wants the store, also those that have waited already. @param {BroadcastChannel} channel @param {() => void} onTakeOver */
function answer(channel, onTakeOver) {
  channel.onmessage = ({ data }) => {
    if (data === "open") return;
    channel.postMessage("open");
    if (data === "takeOver") onTakeOver();
  };
  channel.postMessage("open");
}

function alreadyOpen() {
  return new PupilError("already_open", "Pupil is open in another tab. Go on there, or close it and reload this one.");
}
