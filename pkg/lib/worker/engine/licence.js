/** Whether a file of weights names its licence: a safetensors file may, in the metadata of its header. PyTorch's own format has no place for it. */

/** @param {Uint8Array} file */
export function namesLicence(file) {
  try {
    const end = 8 + Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
    return end <= file.length && "license" in JSON.parse(new TextDecoder().decode(file.subarray(8, end))).__metadata__;
  } catch {
    return false;
  }
}
