/** Runs the real engine on WebGPU, and posts how many kernels the GPU is asked to run for one picture. Gets the assets folder. */
let dispatches = 0;
for (const method of ["dispatchWorkgroups", "dispatchWorkgroupsIndirect"]) {
  const { [method]: dispatch } = GPUComputePassEncoder.prototype;
  GPUComputePassEncoder.prototype[method] = function (...sizes) {
    dispatches++;
    return dispatch.apply(this, sizes);
  };
}

self.onmessage = async ({ data: assets }) => {
  const { default: init, Engine, Picture } = await import(`${assets}pupil.js`);
  await init({ module_or_path: fetch(`${assets}pupil_bg.wasm`) });
  const weights = new Uint8Array(await (await fetch(`${assets}efficientnet_lite0.safetensors`)).arrayBuffer());
  const engine = await Engine.create("webgpu", weights);
  const picture = Picture.fromRgba(new Uint8Array(224 * 224 * 4).fill(200), 224, 224);
  await engine.embed(picture);
  dispatches = 0;
  await engine.embed(picture);
  postMessage(dispatches);
};
