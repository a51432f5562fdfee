/** ResNet-50 with random weights: as a file with torchvision's names for Pupil, and layer by layer for TensorFlow.js. */

const SIZE = 224;
/** Width, blocks, first stride of each stage. */
const STAGES = [[64, 3, 1], [128, 4, 2], [256, 6, 2], [512, 3, 2]];

/** Names and shapes of its convolutions and batch norms. @returns {[string, number[]][]} */
function tensors() {
  /** @type {[string, number[]][]} */
  const all = [];
  const conv = (/** @type {string} */ name, /** @type {string} */ norm, /** @type {number[]} */ shape) => {
    all.push([`${name}.weight`, shape]);
    for (const part of ["weight", "bias", "running_mean", "running_var"]) all.push([`${norm}.${part}`, [shape[0]]]);
  };
  conv("conv1", "bn1", [64, 3, 7, 7]);
  let into = 64;
  STAGES.forEach(([width, blocks], stage) => {
    for (let block = 0; block < blocks; block++) {
      const at = `layer${stage + 1}.${block}`;
      conv(`${at}.conv1`, `${at}.bn1`, [width, into, 1, 1]);
      conv(`${at}.conv2`, `${at}.bn2`, [width, width, 3, 3]);
      conv(`${at}.conv3`, `${at}.bn3`, [4 * width, width, 1, 1]);
      if (block === 0) conv(`${at}.downsample.0`, `${at}.downsample.1`, [4 * width, into, 1, 1]);
      into = 4 * width;
    }
  });
  return all;
}

/** A safetensors file: kernels at random, batch norms that change nothing. */
export function resnet50File() {
  const header = {};
  let offset = 0;
  const all = tensors().map(([name, shape]) => {
    const length = shape.reduce((product, side) => product * side, 1);
    header[name] = { dtype: "F32", shape, data_offsets: [offset, (offset += 4 * length)] };
    return { name, shape, length };
  });
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = 8 + Math.ceil(json.length / 4) * 4;
  const file = new Uint8Array(start + offset).fill(32, 8, start);
  new DataView(file.buffer).setBigUint64(0, BigInt(start - 8), true);
  file.set(json, 8);
  const values = new Float32Array(file.buffer, start);
  let at = 0;
  for (const { name, shape, length } of all) {
    const spread = shape.length === 4 ? Math.sqrt(6 / (shape[1] * shape[2] * shape[3])) : 0;
    const constant = /running_var|bn\d\.weight|downsample\.1\.weight/.test(name) ? 1 : 0;
    for (let i = 0; i < length; i++) values[at++] = spread ? spread * (2 * Math.random() - 1) : constant;
  }
  return file;
}

/** The network without its classifier. @param {any} tf */
export function resnet50(tf) {
  const norm = (x) => tf.layers.batchNormalization({ epsilon: 1e-5 }).apply(x);
  const relu = (x) => tf.layers.reLU().apply(x);
  const conv = (x, filters, kernelSize, strides = 1) => {
    const around = (kernelSize - 1) / 2;
    const padded = around ? tf.layers.zeroPadding2d({ padding: around }).apply(x) : x;
    return norm(tf.layers.conv2d({ filters, kernelSize, strides, padding: "valid", useBias: false, kernelInitializer: "heUniform" }).apply(padded));
  };
  const input = tf.input({ shape: [SIZE, SIZE, 3] });
  let x = tf.layers.zeroPadding2d({ padding: 1 }).apply(relu(conv(input, 64, 7, 2)));
  x = tf.layers.maxPooling2d({ poolSize: 3, strides: 2 }).apply(x);
  for (const [width, blocks, first] of STAGES)
    for (let block = 0; block < blocks; block++) {
      const stride = block === 0 ? first : 1;
      const body = conv(relu(conv(relu(conv(x, width, 1)), width, 3, stride)), 4 * width, 1);
      x = relu(tf.layers.add().apply([body, block === 0 ? conv(x, 4 * width, 1, stride) : x]));
    }
  return tf.model({ inputs: input, outputs: tf.layers.globalAveragePooling2d({}).apply(x) });
}
