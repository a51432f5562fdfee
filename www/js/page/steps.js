/** The steps bar: where one is, how far each step has come, and the main action while its own button is out of sight. */
import { followProject } from "./project.js";
import { byId, part } from "./template.js";
import { followWork, shareDone, work } from "./work.js";
import { count } from "./words.js";

/** @import { Project, Pupil } from "../../pkg/lib/index.js" */

/** @typedef {{ action: "Learn" | "Train", act: () => unknown, stop: () => unknown }} Training */

/** @param {Pupil} pupil @param {Training} training */
export function stepsBar(pupil, training) {
  const bar = byId("steps-bar", HTMLElement);
  const act = part(bar, "act", HTMLButtonElement);
  bar.hidden = false;
  act.addEventListener("click", () => (pupil.state === "idle" ? training.act() : training.stop()));
  const show = () => (showSteps(bar, pupil), showAction(act, pupil, training));
  followProject(pupil, show);
  pupil.addEventListener("state", show);
  followWork(show);
  markCurrent([...bar.querySelectorAll("a")]);
  hideBeside(act);
}

/** @param {HTMLElement} bar @param {Pupil} pupil */
function showSteps(bar, { project, state }) {
  const { classes, trained } = project;
  const pictures = classes.reduce((sum, each) => sum + each.pictures.length, 0);
  /** @param {string} name @param {string} text */
  const say = (name, text) => (part(bar, name, HTMLElement).textContent = text);
  say("classes", classes.length ? `${classes.length} · ${pictures.toLocaleString("en")}` : "none yet");
  say("classes-words", classes.length ? `${count(classes.length, "class", "classes")}, ${count(pictures, "picture")}` : "none yet");
  say("train", state === "idle" ? trainingWords(project) : shareDone("training") || "beginning");
  say("evaluate", trained ? "how good" : "later");
  say("preview", trained ? "taught" : "untaught");
}

/** @param {Project} project */
function trainingWords({ trained, needsTraining }) {
  if (!trained) return "not yet";
  return needsTraining ? "needed" : "up to date";
}

/** @param {HTMLButtonElement} act @param {Pupil} pupil @param {Training} training */
function showAction(act, { project, state }, { action }) {
  const isIdle = state === "idle";
  act.hidden = isIdle && (!project.needsTraining || project.cannotTrain !== null || work.amount("reading") !== null);
  act.textContent = isIdle ? action : "Stop";
  act.ariaLabel = isIdle ? { Learn: "Learn now", Train: "Train now" }[action] : "Stop training";
  act.classList.toggle("primary", isIdle);
}

/** Marks the section that one is at. @param {HTMLAnchorElement[]} links */
function markCurrent(links) {
  const sections = links.map(({ hash }) => byId(hash.slice(1), HTMLElement));
  const atLine = inSight(sections, "-30% 0px -69% 0px", () => mark());
  const inView = inSight([...sections, byId("page-end", HTMLElement)], "0px", () => mark());
  const mark = () => {
    const current = currentOf(sections, atLine, inView);
    links.forEach((link, index) => {
      if (current !== undefined && sections[index] === current) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    });
  };
  document.addEventListener("focusin", mark);
}

/**
 * Those at the upper part of the window count, at the end of the page all in view: of them, the one that has the focus.
 * @param {HTMLElement[]} sections
 * @param {Set<Element>} atLine
 * @param {Set<Element>} inView
 */
function currentOf(sections, atLine, inView) {
  const atEnd = scrollY > 0 && inView.has(byId("page-end", HTMLElement));
  const there = sections.filter((section) => (atEnd ? inView : atLine).has(section));
  return there.find((section) => section.contains(document.activeElement)) ?? there.at(atEnd ? -1 : 0);
}

/** @param {Element[]} elements @param {string} rootMargin @param {() => void} changed @returns {Set<Element>} kept up to date */
function inSight(elements, rootMargin, changed) {
  /** @type {Set<Element>} */
  const seen = new Set();
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) seen[isIntersecting ? "add" : "delete"](target);
    changed();
  }, { rootMargin });
  for (const element of elements) observer.observe(element);
  return seen;
}

/** Hides it, in its place, while the panel's own buttons can be pressed. @param {HTMLButtonElement} act */
function hideBeside(act) {
  const own = /** @type {HTMLElement} */ (part(byId("train", HTMLElement), "learn", HTMLButtonElement).parentElement);
  const room = `-${Math.ceil(act.closest("header")?.offsetHeight ?? 0)}px 0px 0px`;
  new IntersectionObserver((entries) => act.classList.toggle("beside", entries.at(-1)?.isIntersecting === true), { rootMargin: room }).observe(own);
}
