/** EfficientNet-Lite0 in TensorFlow.js, layer by layer, with the weights of bench/weights.js. */

const SIZE = 224;
/** Expansion, output channels, repeats, first stride, kernel side: the table of EfficientNet-Lite0. */
const STAGES = [
  [1, 16, 1, 1, 3],
  [6, 24, 2, 2, 3],
  [6, 40, 2, 2, 5],
  [6, 80, 3, 2, 3],
  [6, 112, 3, 1, 5],
  [6, 192, 4, 2, 5],
  [6, 320, 1, 1, 3],
];

/** @param {any} tf @param {ArrayBuffer} weights */
export function lite0(tf, weights) {
  const input = tf.input({ shape: [SIZE, SIZE, 3] });
  let x = relu6(tf, norm(tf, conv(tf, input, 32, 3, 2)));
  for (const [expansion, channels, repeats, stride, kernel] of STAGES)
    for (let i = 0; i < repeats; i++) x = block(tf, x, { expansion, channels, stride: i === 0 ? stride : 1, kernel });
  x = relu6(tf, norm(tf, conv(tf, x, 1280, 1, 1)));
  const features = tf.layers.globalAveragePooling2d({}).apply(x);
  const scores = tf.layers.dense({ units: 1000, activation: "softmax" }).apply(features);
  const classifier = tf.model({ inputs: input, outputs: scores });
  setWeights(tf, classifier, new Float32Array(new Float16Array(weights)));
  return { classifier, backbone: tf.model({ inputs: input, outputs: features }) };
}

/** RGBA, 224 × 224 → [224, 224, 3], normalised. @param {any} tf @param {ImageData} picture */
export function preprocess(tf, picture) {
  return tf.tidy(() => tf.div(tf.sub(tf.cast(tf.browser.fromPixels(picture), "float32"), 127), 128));
}

function block(tf, input, { expansion, channels, stride, kernel }) {
  const into = input.shape[3];
  let x = expansion === 1 ? input : relu6(tf, norm(tf, conv(tf, input, into * expansion, 1, 1)));
  x = tf.layers.depthwiseConv2d({ kernelSize: kernel, strides: stride, padding: "same", useBias: false }).apply(x);
  x = norm(tf, conv(tf, relu6(tf, norm(tf, x)), channels, 1, 1));
  return stride === 1 && into === channels ? tf.layers.add().apply([x, input]) : x;
}

function conv(tf, x, filters, kernelSize, strides) {
  return tf.layers.conv2d({ filters, kernelSize, strides, padding: "same", useBias: false }).apply(x);
}

const norm = (tf, x) => tf.layers.batchNormalization({ epsilon: 1e-3 }).apply(x);
const relu6 = (tf, x) => tf.layers.reLU({ maxValue: 6 }).apply(x);

function setWeights(tf, model, values) {
  let offset = 0;
  for (const layer of model.layers) {
    const shapes = layer.weights.map((weight) => weight.shape);
    if (shapes.length === 0) continue;
    layer.setWeights(shapes.map((shape) => {
      const length = shape.reduce((product, side) => product * side, 1);
      return tf.tensor(values.subarray(offset, (offset += length)), shape);
    }));
  }
  if (offset !== values.length) throw new Error(`${values.length} weights given, ${offset} taken`);
}
