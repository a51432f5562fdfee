/** One tab at a time: a second one can go on in place of the first, which ends its work and says so. */
import { announce } from "./announce.js";
import { byId, part } from "./template.js";

/** @import { Pupil } from "../../pkg/lib/index.js" */

/**
 * Opens Pupil here; if it is open in another tab, once someone says so.
 * @param {(takeOver: boolean) => Promise<Pupil>} create
 */
export async function openHere(create) {
  const pupil = await create(false).catch(async (error) => {
    if (error?.code !== "already_open") throw error;
    await askToGoOn();
    return create(true);
  });
  // Anew, this tab says what a second one says.
  pupil.addEventListener("notice", ({ detail }) => detail.code === "taken_over" && location.reload());
  return pupil;
}

/** @returns {Promise<void>} resolves when someone wants to go on in this tab */
function askToGoOn() {
  const screen = byId("start", HTMLElement);
  const goOn = part(screen, "go-on", HTMLButtonElement);
  const show = (/** @type {string} */ title, /** @type {string} */ text, /** @type {boolean} */ asking) => {
    part(screen, "title", HTMLElement).textContent = title;
    part(screen, "text", HTMLElement).textContent = text;
    part(screen, "choice", HTMLElement).hidden = !asking;
    part(screen, "bar", HTMLProgressElement).hidden = asking;
  };
  show("Pupil is open in another tab", "It works in one tab at a time. If you go on here, the other tab ends what it is doing, and everything in it is here.", true);
  goOn.focus();
  return new Promise((resolve) => goOn.addEventListener("click", () => {
    show("Getting ready", "The other tab is ending its work.", false);
    announce("The other tab is ending its work.");
    resolve();
  }, { once: true }));
}
