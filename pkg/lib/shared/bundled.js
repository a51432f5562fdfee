/** The weights among the assets. */
import { download } from "./download.js";

/** @import { OnBytes } from "./download.js" */
/** @import { Assets } from "./protocol.d.ts" */

/** As `<id>.safetensors`. The first is the default. */
export const BUNDLED = /** @type {const} */ ([
  { id: "efficientnet_lite0", bytes: 9_596_344 },
  { id: "efficientnet_lite2", bytes: 12_580_192 },
]);

export const [DEFAULT] = BUNDLED;

/** @param {Assets} assets @param {OnBytes} onBytes @param {AbortSignal} signal */
export function downloadDefault(assets, onBytes, signal) {
  return download(assets[`${DEFAULT.id}.safetensors`], onBytes, { bytes: DEFAULT.bytes, signal });
}
