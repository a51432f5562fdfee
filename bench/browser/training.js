/** What TensorFlow.js trains: the top of EfficientNet-Lite0 with a head, and Keras's basic CNN. Pupil's own stand in its crate. */

export const TUNED = { pictures: 16, batch: 8 };
export const SCRATCH = { pictures: 500, batch: 32, size: 64 };

/**
 * The share of {@link SCRATCH}'s pictures that an epoch is extrapolated from. In software, a GPU takes minutes for them all: two steps stand
 * for the others there.
 * @param {string} backend
 */
export async function scratchShare(backend) {
  const adapter = backend === "webgpu" && (await navigator.gpu.requestAdapter());
  return adapter && adapter.info.architecture === "swiftshader" ? (2 * SCRATCH.batch) / SCRATCH.pictures : 1;
}

/** The last three blocks and the convolution above them, batch norm folded, on the map that the blocks below give. @param {any} tf @param {number} classes */
export function topOfLite0(tf, classes) {
  const relu6 = (x) => tf.layers.reLU({ maxValue: 6 }).apply(x);
  const conv = (x, filters) => tf.layers.conv2d({ filters, kernelSize: 1, padding: "same" }).apply(x);
  const block = (input, kernelSize, channels) => {
    let x = relu6(conv(input, 6 * input.shape[3]));
    x = conv(relu6(tf.layers.depthwiseConv2d({ kernelSize, padding: "same" }).apply(x)), channels);
    return channels === input.shape[3] ? tf.layers.add().apply([x, input]) : x;
  };
  const input = tf.input({ shape: [7, 7, 192] });
  const map = relu6(conv(block(block(block(input, 5, 192), 5, 192), 3, 320), 1280));
  const hidden = tf.layers.dense({ units: 128, activation: "relu" }).apply(tf.layers.globalAveragePooling2d({}).apply(map));
  const scores = tf.layers.dense({ units: classes, activation: "softmax" }).apply(tf.layers.dropout({ rate: 0.2 }).apply(hidden));
  return compiled(tf, tf.model({ inputs: input, outputs: scores }));
}

/** @param {any} tf @param {number} classes */
export function basicCnn(tf, classes) {
  const layers = [
    tf.layers.conv2d({ inputShape: [SCRATCH.size, SCRATCH.size, 3], filters: 32, kernelSize: 3, activation: "relu" }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    tf.layers.conv2d({ filters: 64, kernelSize: 3, activation: "relu" }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    tf.layers.flatten(),
    tf.layers.dense({ units: 128, activation: "relu" }),
    tf.layers.dense({ units: classes, activation: "softmax" }),
  ];
  return compiled(tf, tf.sequential({ layers }));
}

function compiled(tf, model) {
  model.compile({ optimizer: tf.train.adam(1e-4), loss: "categoricalCrossentropy" });
  return model;
}
