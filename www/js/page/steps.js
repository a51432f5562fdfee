/** The steps on narrow screens: where one is, and how far each of them has come. */
import { followProject } from "./project.js";
import { byId, part } from "./template.js";

/** @import { Pupil } from "../../pkg/lib/index.js" */

/** @param {Pupil} pupil */
export function stepNavigation(pupil) {
  const nav = byId("steps", HTMLElement);
  const links = [...nav.querySelectorAll("a")];
  nav.hidden = false;
  followProject(pupil, ({ classes, trained, needsTraining }) => {
    const pictures = classes.reduce((sum, each) => sum + each.pictures.length, 0);
    part(nav, "classes", HTMLElement).textContent = classes.length ? `${classes.length} · ${pictures}` : "none yet";
    part(nav, "train", HTMLElement).textContent = !trained ? "not yet" : needsTraining ? "needed" : "done";
    part(nav, "evaluate", HTMLElement).textContent = trained ? "how good" : "later";
    part(nav, "preview", HTMLElement).textContent = trained ? "taught" : "untaught";
  });
  markCurrent(links);
}

/** Marks the section that fills the upper part of the screen. @param {HTMLAnchorElement[]} links */
function markCurrent(links) {
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const link = links.find(({ hash }) => hash === `#${target.id}`);
      isIntersecting ? link?.setAttribute("aria-current", "true") : link?.removeAttribute("aria-current");
    }
  }, { rootMargin: "-30% 0px -69% 0px" });
  for (const { hash } of links) observer.observe(byId(hash.slice(1), HTMLElement));
}
