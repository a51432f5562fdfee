/** The GPU as the browser offers it: whether it can be used, and whether it is lost. */

/** @typedef {"missing" | "fallback" | "noTimestampQuery"} Refusal */

/** @returns {Promise<{ adapter: string | null, refusal: Refusal | null }>} the adapter's name, and why it cannot be used */
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
 * Makes the engine's devices as it needs them, and reports when one is lost. Called again, only replaces `onLost`.
 * @param {() => void} onLost the device is lost, and was not destroyed here
 */
export function watchDevices(onLost) {
  if (reportLost === null) wrapRequestDevice();
  reportLost = onLost;
}

/** Null until devices are watched. @type {(() => void) | null} */
let reportLost = null;

function wrapRequestDevice() {
  const { requestDevice } = GPUAdapter.prototype;
  /** @this {GPUAdapter} @param {GPUDeviceDescriptor} descriptor */
  GPUAdapter.prototype.requestDevice = async function (descriptor = {}) {
    const requiredFeatures = new Set(descriptor.requiredFeatures);
    // wgpu does not ask for it, but burn's shaders use it wherever the adapter has it.
    if (this.features.has("subgroups")) requiredFeatures.add("subgroups");
    const device = await requestDevice.call(this, { ...descriptor, requiredFeatures: [...requiredFeatures] });
    void device.lost.then(({ reason }) => reason !== "destroyed" && reportLost?.());
    devices.push(device);
    return device;
  };
}

/** @type {GPUDevice[]} */
const devices = [];

/** Frees the GPU's memory, after the engine on it was freed. */
export function destroyDevices() {
  for (const device of devices.splice(0)) device.destroy();
}
