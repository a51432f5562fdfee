/** Pupil's weights in the order and layouts of TensorFlow.js, so that both run the very same network. */

/**
 * @param {Buffer} file assets/efficientnet_lite0.safetensors
 * @returns {{ weights: Uint16Array, labels: string[] }} all values as f16, in the order in which network.js makes its layers
 */
export function toTensorFlow(file) {
  const headerEnd = 8 + Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString("utf8", 8, headerEnd));
  /** @param {string} name */
  const read = (name) => {
    const { dtype, shape, data_offsets: [start, end] } = header[name];
    const bytes = Uint8Array.from(file.subarray(headerEnd + start, headerEnd + end)).buffer;
    return { shape, values: dtype === "F16" ? new Uint16Array(bytes) : Uint16Array.from(new Float32Array(bytes), toHalf) };
  };
  const values = order().flatMap((name) => Array.from(transposed(read(name))));
  return { weights: Uint16Array.from(values), labels: JSON.parse(header.__metadata__.labels) };
}

/** The tensors' names in the order of the network. */
function order() {
  const layer = (/** @type {string} */ name) =>
    ["conv.weight", "norm.weight", "norm.bias", "norm.running_mean", "norm.running_var"].map((leaf) => `${name}.${leaf}`);
  const block = (/** @type {number} */ index) =>
    ["expand", "depthwise", "project"].slice(index === 0 ? 1 : 0).flatMap((part) => layer(`blocks.${index}.${part}`));
  const blocks = Array.from({ length: 16 }, (_, index) => block(index)).flat();
  return [...layer("stem"), ...blocks, ...layer("head"), "classifier.weight", "classifier.bias"];
}

/** [out, in, height, width] → [height, width, in, out]; a depthwise kernel [channels, 1, …] → […, channels, 1]; dense [out, in] → [in, out]. */
function transposed(/** @type {{ shape: number[], values: Uint16Array }} */ { shape, values }) {
  if (shape.length === 1) return values;
  const [out, into, area] = [shape[0], shape[1], (shape[2] ?? 1) * (shape[3] ?? 1)];
  const result = new Uint16Array(values.length);
  for (let o = 0; o < out; o++)
    for (let i = 0; i < into; i++)
      for (let a = 0; a < area; a++) result[(a * into + i) * out + o] = values[(o * into + i) * area + a];
  return result;
}

/** The nearest f16's bits, for the normal numbers that batch norm consists of; what is too small for them becomes 0. */
function toHalf(/** @type {number} */ value) {
  const bits = new Uint32Array(new Float32Array([value]).buffer)[0];
  const rounded = bits + 0xfff + ((bits >> 13) & 1);
  const exponent = ((rounded >> 23) & 0xff) - 112;
  return exponent <= 0 ? 0 : ((bits >> 16) & 0x8000) | (exponent << 10) | ((rounded >> 13) & 0x3ff);
}
