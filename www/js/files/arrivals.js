/** Pictures that are dropped or pasted go to the part of the page that they are dropped on, or that has the focus. */
import { deliver } from "./deliver.js";
import { chosenFiles, droppedFiles } from "./found.js";

/** @import { Take } from "./deliver.js" */

/** @type {Map<Element, Take>} */
const zones = new Map();

/**
 * Lets `element` take files.
 * @param {HTMLElement} element
 * @param {Take} take
 */
export function takeArrivals(element, take) {
  zones.set(element, take);
}

/** Forgets an element that leaves the page. @param {HTMLElement} element */
export function refuseArrivals(element) {
  zones.delete(element);
}

/**
 * Starts listening, for the whole page.
 * @param {HTMLElement} fallback the zone for what is pasted while no zone has the focus
 */
export function watchArrivals(fallback) {
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    const zone = zoneOf(event.target);
    event.dataTransfer.dropEffect = zone ? "copy" : "none";
    highlight(zone);
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) highlight(undefined);
  });
  document.addEventListener("drop", async (event) => {
    event.preventDefault(); // a miss must not open the picture in place of the page
    highlight(undefined);
    const take = zones.get(zoneOf(event.target) ?? document.body);
    if (take && event.dataTransfer?.types.includes("Files")) await deliver(await droppedFiles(event.dataTransfer), take);
  });
  document.addEventListener("paste", async (event) => {
    const files = event.clipboardData?.files ?? [];
    const take = zones.get(zoneOf(document.activeElement) ?? fallback);
    if (take && files.length > 0) await deliver(await chosenFiles(files), take);
  });
}

/** The innermost zone around `target`. @param {EventTarget | null} target */
function zoneOf(target) {
  let element = target instanceof Element ? target : null;
  while (element && !zones.has(element)) element = element.parentElement;
  return element ?? undefined;
}

/** @param {Element | undefined} zone */
function highlight(zone) {
  document.body.classList.toggle("dragging", zone !== undefined);
  for (const each of zones.keys()) each.classList.toggle("drop-over", each === zone);
}
