/** The tab's title, a question before the tab is closed, and a screen that stays on: for what is under way and takes long. */
import { followWork, shareDone, work } from "./work.js";
import { about } from "./words.js";

/** @import { Kind } from "./work.js" */

/** What the title tells of, the most important first. @type {Kind[]} */
const TOLD = ["training", "reading", "classifying"];

/** A tab that works says how far it is, and is not closed by mistake. */
export function guardWork() {
  const title = document.title;
  followWork(() => {
    const kind = TOLD.find((each) => work.amount(each) !== null);
    document.title = kind ? workTitle(kind) : title;
  });
  addEventListener("beforeunload", (event) => work.isUnderWay && event.preventDefault());
  keepAwake();
}

/** @param {Kind} kind */
function workTitle(kind) {
  const remaining = work.amount(kind)?.left ?? null;
  const left = remaining === null ? "" : ` · ${about(remaining)} left`;
  return `${shareDone(kind) || "…"}${left} · Pupil`;
}

/** Asks for a screen that stays on, as long as something is under way and someone looks at it. Browsers ask nobody about it. */
function keepAwake() {
  /** @type {Promise<WakeLockSentinel | null> | null} */
  let lock = null;
  const update = () => {
    const wanted = work.isUnderWay && document.visibilityState === "visible";
    if (wanted) lock ??= request();
    else if (lock) {
      void lock.then((held) => held?.release());
      lock = null;
    }
  };
  followWork(update);
  document.addEventListener("visibilitychange", update);
}

/** @returns {Promise<WakeLockSentinel | null>} null where there is none, or the battery is low */
async function request() {
  const { wakeLock } = /** @type {{ wakeLock?: WakeLock }} */ (navigator);
  return (await wakeLock?.request("screen").catch(() => null)) ?? null;
}
