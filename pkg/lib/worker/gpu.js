/** The GPU as the browser offers it: whether it will do, and what becomes of it. */

/** @typedef {"missing" | "fallback" | "noTimestampQuery"} Refusal */

/** @returns {Promise<{ adapter: string | null, refusal: Refusal | null }>} the adapter's name, and why it will not do */
export async function lookAtGpu() {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" }).catch(() => null);
  if (!adapter) return { adapter: null, refusal: "missing" };
  return { adapter: nameOf(adapter.info), refusal: refusalOf(adapter) };
}

/** @param {GPUAdapter} adapter @returns {Refusal | null} */
function refusalOf(adapter) {
  // burn's runtime panics without it, whether or not anything is timed.
  if (!adapter.features.has("timestamp-query")) return "noTimestampQuery";
  return adapter.info.isFallbackAdapter ? "fallback" : null;
}

/** @param {GPUAdapterInfo} info */
function nameOf({ description, vendor, architecture }) {
  return description || [vendor, architecture].filter(Boolean).join(" ") || "GPU";
}

/**
 * Has the engine's device made as it needs it, and watches over it. To be called once, before the engine is made.
 * @param {() => void} onLost the device is gone, and nobody here destroyed it
 */
export function watchDevices(onLost) {
  const { requestDevice } = GPUAdapter.prototype;
  /** @this {GPUAdapter} @param {GPUDeviceDescriptor} descriptor */
  GPUAdapter.prototype.requestDevice = async function (descriptor = {}) {
    const requiredFeatures = new Set(descriptor.requiredFeatures);
    // wgpu does not ask for it, but burn's shaders use it wherever the adapter has it.
    if (this.features.has("subgroups")) requiredFeatures.add("subgroups");
    const device = await requestDevice.call(this, { ...descriptor, requiredFeatures: [...requiredFeatures] });
    void device.lost.then(({ reason }) => reason !== "destroyed" && onLost());
    devices.push(device);
    return device;
  };
}

/** @type {GPUDevice[]} */
const devices = [];

/** Gives the GPU's memory back; for when the engine on it was freed. */
export function destroyDevices() {
  for (const device of devices.splice(0)) device.destroy();
}
