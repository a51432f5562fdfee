/** A release works without a network: its service worker keeps its files, and tells of a new version. */
import { announce } from "../page/announce.js";
import { showNotice } from "../page/notices.js";
import { byId } from "../page/template.js";

const NEW_VERSION = "A new version of Pupil is there. It starts when you next open or reload this page.";

/** Does nothing in a build for development: a reload shows each change there. */
export async function workOffline() {
  const worker = document.querySelector('meta[name="service-worker"]')?.getAttribute("content");
  if (!worker || !("serviceWorker" in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register(worker, { updateViaCache: "none" });
    follow(registration);
    await navigator.serviceWorker.ready;
    byId("works-offline", HTMLElement).hidden = false;
  } catch (error) {
    console.warn("Pupil does not work without a network:", error); // switched off in this browser, or in a private window
  }
}

/** @param {ServiceWorkerRegistration} registration */
function follow(registration) {
  if (registration.waiting) tell();
  registration.addEventListener("updatefound", () => {
    const { installing } = registration;
    installing?.addEventListener("statechange", () => installing.state === "installed" && registration.active && tell());
  });
}

function tell() {
  showNotice({ code: "new_version", message: NEW_VERSION }, { calm: true });
  announce(NEW_VERSION);
}
