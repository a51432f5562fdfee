/** The dock at the foot of the window: the page ends above it, so that messages cover nothing. */
import { byId } from "./template.js";

/** Tells the style sheets how much of the window the dock takes, now and whenever that changes. */
export function followDock() {
  const dock = byId("dock", HTMLElement);
  new ResizeObserver(() => document.documentElement.style.setProperty("--dock", `${dock.offsetHeight}px`)).observe(dock);
}
