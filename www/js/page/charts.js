/** The chart library. It is fetched for the first chart; the page works without it: then there are no charts. */

/** @type {Promise<typeof import("uplot")> | null} */
let library = null;

/**
 * Calls `draw` with the library once it is there, and never if it fails to load or to run.
 * @param {(uPlot: typeof import("uplot")) => void} draw
 */
export async function withCharts(draw) {
  library ??= import("../../vendor/uPlot.esm.js").then((module) => module.default);
  try {
    draw(await library);
  } catch (error) {
    console.warn("There are no charts:", error);
  }
}
