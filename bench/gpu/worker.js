/** Makes Node.js look like a browser's worker with WebGPU, as far as Pupil and TensorFlow.js look. */
import { create, globals } from "webgpu";

/** How often the GPU was asked to run a kernel since {@link becomeWorker}. */
export let dispatches = 0;

export function becomeWorker() {
  Object.assign(globalThis, globals, { self: globalThis, WorkerGlobalScope: class {} });
  Object.defineProperty(globalThis, "navigator", { value: { gpu: create([]), userAgent: "Node.js" }, configurable: true });
  countDispatches();
}

function countDispatches() {
  const { prototype } = GPUComputePassEncoder;
  for (const method of ["dispatchWorkgroups", "dispatchWorkgroupsIndirect"]) {
    const dispatch = prototype[method];
    prototype[method] = function (...sizes) {
      dispatches++;
      return dispatch.apply(this, sizes);
    };
  }
}

/** What the adapter is and can do. @returns {Promise<Adapter>} */
export async function adapterInfo() {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new Error("Dawn finds no WebGPU adapter: see README.md, \"If no adapter is found\"");
  const { vendor, architecture, device, description, isFallbackAdapter, subgroupMinSize, subgroupMaxSize } = adapter.info;
  const { maxBufferSize, maxStorageBufferBindingSize, maxStorageBuffersPerShaderStage, maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupStorageSize } = adapter.limits;
  return {
    card: device || description || [vendor, architecture].filter(Boolean).join(" "),
    info: { vendor, architecture, device, description, isFallbackAdapter, subgroupMinSize, subgroupMaxSize },
    roundTripMs: await roundTrip(await adapter.requestDevice()),
    features: [...adapter.features],
    limits: { maxBufferSize, maxStorageBufferBindingSize, maxStorageBuffersPerShaderStage, maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupStorageSize },
  };
}

/** The least that reading something back takes: the fastest of some reads of nothing new. @param {GPUDevice} device */
async function roundTrip(device) {
  const source = device.createBuffer({ size: 4, usage: GPUBufferUsage.COPY_SRC });
  const target = device.createBuffer({ size: 4, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
  let fastest = Infinity;
  for (let run = 0; run < 30; run++) {
    const start = performance.now();
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(source, 0, target, 0, 4);
    device.queue.submit([encoder.finish()]);
    await target.mapAsync(GPUMapMode.READ);
    target.unmap();
    fastest = Math.min(fastest, performance.now() - start);
  }
  return fastest;
}

/** @typedef {{ card: string, info: object, roundTripMs: number, features: string[], limits: Record<string, number> }} Adapter */
