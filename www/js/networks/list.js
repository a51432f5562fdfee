/** What there is to choose from: the networks at hand with what each costs, and a table of all whose weights can be read. */
import { clone, part } from "../page/template.js";
import { duration, size } from "../page/words.js";
import { networkName } from "./names.js";

/** @import { BackboneInfo, NetworkInfo } from "../../pkg/lib/index.js" */

/** What is said of those that Pupil carries. @type {Record<string, string>} */
const CARRIED = {
  efficientnet_lite0: "Fast, and enough for most.",
  efficientnet_lite2: "More accurate, and slower. Fetched when it is chosen.",
};

/**
 * @param {BackboneInfo} backbone
 * @param {NetworkInfo} network
 * @param {{ use: () => void, remove: () => void }} actions
 */
export function backboneRow(backbone, network, { use, remove }) {
  const element = clone("network");
  const name = networkName(backbone.architecture);
  part(element, "name", HTMLElement).textContent = name;
  part(element, "used", HTMLElement).hidden = !backbone.inUse;
  part(element, "words", HTMLElement).textContent = backbone.name ?? CARRIED[backbone.id] ?? null;
  part(element, "facts", HTMLElement).textContent = facts(network, backbone.bytes);
  const useButton = part(element, "use", HTMLButtonElement);
  const removeButton = part(element, "remove", HTMLButtonElement);
  useButton.hidden = backbone.inUse;
  removeButton.hidden = backbone.inUse || backbone.name === null;
  const spoken = backbone.name ? `${name}, ${backbone.name}` : name;
  useButton.ariaLabel = `Use ${spoken}`;
  removeButton.ariaLabel = `Delete ${spoken}`;
  useButton.addEventListener("click", use);
  removeButton.addEventListener("click", remove);
  return element;
}

/** @param {NetworkInfo} network @param {number} bytes of the file */
function facts({ size: side, parameters, memory, expectedMs }, bytes) {
  return [
    `${side} × ${side} pixels`, `${millions(parameters)} million parameters`, `${size(bytes)} file`, `about ${duration(expectedMs)} a picture here`,
    `${size(memory)} of memory`,
  ].join(" · ");
}

/** A row for each network with published weights. @param {HTMLTableSectionElement} body @param {NetworkInfo[]} networks */
export function fillTable(body, networks) {
  body.replaceChildren(...networks.flatMap(({ architecture, size: side, parameters, bytesF32, expectedMs, memory, published }) => {
    if (published === null) return [];
    const row = document.createElement("tr");
    const name = Object.assign(document.createElement("th"), { scope: "row", textContent: networkName(architecture) });
    const values = [`${side}`, `${millions(parameters)} M`, size(bytesF32), duration(expectedMs), size(memory), published];
    row.append(name, ...values.map((textContent) => Object.assign(document.createElement("td"), { textContent })));
    return row;
  }));
}

/** @param {number} amount */
function millions(amount) {
  return (amount / 1e6).toFixed(1);
}
