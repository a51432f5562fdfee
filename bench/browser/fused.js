/**
 * TensorFlow.js at its best: the networks as a converted graph model runs them, batch norm folded into the convolutions, bias and
 * activation fused with them. Forward passes alone, as fused convolutions with relu6 have no gradients.
 */

/** Expansion, output channels, repeats, first stride, kernel side: the table of EfficientNet-Lite0. */
const LITE0 = [[1, 16, 1, 1, 3], [6, 24, 2, 2, 3], [6, 40, 2, 2, 5], [6, 80, 3, 2, 3], [6, 112, 3, 1, 5], [6, 192, 4, 2, 5], [6, 320, 1, 1, 3]];
/** Width, blocks, first stride of each stage of ResNet-50. */
const RESNET50 = [[64, 3, 1], [128, 4, 2], [256, 6, 2], [512, 3, 2]];
const EPSILON = 1e-3;

/** @param {any} tf @param {ArrayBuffer} weights as weights.js lays them out */
export function lite0(tf, weights) {
  const values = new Float32Array(new Float16Array(weights));
  let offset = 0;
  const take = (/** @type {number[]} */ ...shape) => tf.tensor(values.subarray(offset, (offset += shape.reduce((a, b) => a * b))), shape);
  /** Shape of a kernel, and of what multiplies it. */
  const folded = (shape, broadcast, channels) => {
    const [filter, gamma, beta, mean, variance] = [take(...shape), ...Array.from({ length: 4 }, () => take(channels))];
    const scale = tf.div(gamma, tf.sqrt(tf.add(variance, EPSILON)));
    return { filter: tf.mul(filter, tf.reshape(scale, broadcast)), bias: tf.sub(beta, tf.mul(mean, scale)) };
  };
  const conv = (side, into, out, strides, activation) => {
    const layer = folded([side, side, into, out], [1, 1, 1, out], out);
    return (x) => tf.fused.conv2d({ x, ...layer, strides, pad: "same", activation });
  };
  const depthwise = (side, channels, strides) => {
    const layer = folded([side, side, channels, 1], [1, 1, channels, 1], channels);
    return (x) => tf.fused.depthwiseConv2d({ x, ...layer, strides, pad: "same", activation: "relu6" });
  };
  const layers = [conv(3, 3, 32, 2, "relu6")];
  let into = 32;
  for (const [expansion, out, repeats, first, side] of LITE0)
    for (let index = 0; index < repeats; index++) {
      const [stride, wide] = [index ? 1 : first, into * expansion];
      const parts = [...(expansion > 1 ? [conv(1, into, wide, 1, "relu6")] : []), depthwise(side, wide, stride), conv(1, wide, out, 1, "linear")];
      const residual = stride === 1 && into === out;
      layers.push((x) => (residual ? tf.add(through(parts, x), x) : through(parts, x)));
      into = out;
    }
  layers.push(conv(1, into, 1280, 1, "relu6"));
  const embed = (x) => tf.mean(through(layers, x), [1, 2]);
  const [kernel, bias] = [take(1280, 1000), take(1000)];
  return { embed, classify: (x) => tf.softmax(tf.fused.matMul({ a: embed(x), b: kernel, bias })) };
}

/** Without its classifier; weights at random. @param {any} tf */
export function resnet50(tf) {
  const conv = (side, into, out, strides, activation) => {
    const layer = { filter: tf.randomNormal([side, side, into, out], 0, Math.sqrt(2 / (side * side * into))), bias: tf.zeros([out]) };
    return (x) => tf.fused.conv2d({ x, ...layer, strides, pad: (side - 1) / 2, activation });
  };
  const layers = [conv(7, 3, 64, 2, "relu"), (x) => tf.maxPool(x, 3, 2, 1)];
  let into = 64;
  for (const [width, blocks, first] of RESNET50)
    for (let index = 0; index < blocks; index++) {
      const [from, out, stride] = [into, 4 * width, index ? 1 : first];
      const body = [conv(1, from, width, 1, "relu"), conv(3, width, width, stride, "relu"), conv(1, width, out, 1, "linear")];
      const around = index ? [] : [conv(1, from, out, stride, "linear")];
      layers.push((x) => tf.relu(tf.add(through(body, x), through(around, x))));
      into = out;
    }
  return (x) => tf.mean(through(layers, x), [1, 2]);
}

/** @param {((x: any) => any)[]} layers @param {any} x */
const through = (layers, x) => layers.reduce((value, layer) => layer(value), x);
