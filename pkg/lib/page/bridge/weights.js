/** Fetches the default weights for a worker while it is on its way. A page may have begun that even before, by `<link rel="preload">`. */
import { downloadDefault } from "../../shared/bundled.js";
import { errorData } from "../../shared/errors.js";

/** @import { Assets, HandedWeights } from "../../shared/protocol.d.ts" */

/** @param {Assets} assets @param {AbortSignal} signal @param {(weights: HandedWeights, transfer?: Transferable[]) => void} hand */
export async function handWeights(assets, signal, hand) {
  try {
    const bytes = await downloadDefault(assets, (done, total) => hand({ done, total }), signal);
    hand({ bytes }, [bytes.buffer]);
  } catch (error) {
    hand({ failed: errorData(error) });
  }
}
