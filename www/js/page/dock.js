/** The dock at the foot of the window: the page ends above it, so that messages cover nothing. */
import { byId } from "./template.js";

/** What is outside an open dialog cannot be used or heard: while it is open, the messages are inside it. @param {HTMLDialogElement} dialog */
export function bringDock(dialog) {
  const messages = [byId("dock", HTMLElement), byId("announcer", HTMLElement)];
  dialog.append(...messages);
  dialog.addEventListener("close", () => document.body.append(...messages), { once: true });
}

/** Tells the style sheets how much of the window the dock takes, now and whenever that changes. */
export function followDock() {
  const dock = byId("dock", HTMLElement);
  new ResizeObserver(() => document.documentElement.style.setProperty("--dock", `${dock.offsetHeight}px`)).observe(dock);
}
