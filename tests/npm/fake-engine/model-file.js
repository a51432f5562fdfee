/** A model of the toy engine in a file like a real one: a safetensors file, with the model in its header and no numbers. */
import { fail } from "./errors.js";

/** What the toys' networks are called in files. */
const NAMES = { toy: "efficientnet_lite0-0000toy0", another: "efficientnet_lite2-0000toy2" };

export function bytesOf(model) {
  const backbone = NAMES[model.info.backbone];
  const description = JSON.stringify({ ...model, info: { ...model.info, backbone } });
  const header = new TextEncoder().encode(JSON.stringify({ __metadata__: { "pupil-model-1": description } }));
  const file = new Uint8Array(8 + header.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, 8);
  return file;
}

export function modelOf(bytes) {
  try {
    // In the records of an earlier version it is JSON: its eighth byte is not 0, as the highest of a header's length is.
    if (bytes[7] !== 0) return JSON.parse(new TextDecoder().decode(bytes));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8)));
    const model = JSON.parse(header.__metadata__["pupil-model-1"]);
    const [backbone] = Object.entries(NAMES).find(([, name]) => name === model.info.backbone);
    return { ...model, info: { ...model.info, backbone } };
  } catch {
    fail("wrong_model");
  }
}
