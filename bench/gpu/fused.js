/** The rows of TensorFlow.js at its best (`bench/browser/fused.js`): forward passes alone. */
import { lite0, resnet50 } from "../browser/fused.js";
import { picture, pictures } from "./pictures.js";
import { SIZE, bestOf, predicting, start } from "./tensorflow.js";

/** @param {"webgpu"} backend @returns {Promise<import("./rows.js").Rows>} */
export async function rows(backend) {
  const { tf, weights, labels } = await start(backend);
  return {
    forward: async () => {
      const run = predicting(tf, lite0(tf, weights).classify, [picture(0, SIZE)]);
      return async () => bestOf(await run(), labels);
    },
    embed: async () => {
      const run = predicting(tf, lite0(tf, weights).embed, pictures(16, SIZE));
      return async () => ({ values: await run() });
    },
    resnet50: async () => {
      const run = predicting(tf, resnet50(tf), [picture(0, SIZE)]);
      return async () => ({ values: await run() });
    },
  };
}
