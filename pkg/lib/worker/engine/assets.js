/** Fetches what the engine is made of: the WebAssembly module, and a backbone's weights. */
import { count, download, notLoaded } from "../../shared/download.js";

/** @import { EngineModule } from "./engine.d.ts" */
/** @import { Runtime } from "../../exporter/exporter.d.ts" */
/** @import { OnBytes } from "../../shared/download.js" */
/** @import { ModuleAddress } from "../../shared/handles.d.ts" */
/** @import { Assets } from "../../shared/protocol.d.ts" */

/**
 * What another worker runs: the address of its JavaScript, and its WebAssembly, compiled.
 * @param {Assets} assets
 * @param {"embedder" | "exporter"} name
 */
export async function loadCode(assets, name) {
  const bytes = await download(assets[`${name}_bg.wasm`], () => {});
  return { glue: assets[`${name}.js`], code: await WebAssembly.compile(bytes) };
}

/** Where the decoder of other formats than JPEG is. @param {Assets} assets @returns {ModuleAddress} */
export function decoderIn(assets) {
  return { glue: assets["decoder.js"], code: assets["decoder_bg.wasm"] };
}

/** @param {Assets} assets @returns {Promise<Runtime>} */
export async function loadRuntime(assets) {
  const [glue, module] = await Promise.all([assets["runtime.js"], assets["runtime_bg.wasm"]].map((url) => download(url, () => {})));
  return { glue: new TextDecoder().decode(glue), module };
}

/** @param {Assets} assets @param {OnBytes} onBytes @returns {Promise<EngineModule>} */
export async function loadModule(assets, onBytes) {
  const url = assets["pupil.js"];
  let total = 0;
  // Fetched at once: the glue would only fetch it after it was loaded itself.
  const code = fetch(assets["pupil_bg.wasm"]).then((response) => {
    // A copy is counted: the browser keeps what it compiled with the response itself.
    if (response.ok && response.body) count(/** @type {ReadableStream<Uint8Array>} */ (response.clone().body), (done) => onBytes(done, total)).catch(() => {});
    return response;
  });
  code.catch(() => {});
  try {
    const module = await import(/* @vite-ignore */ url);
    total = module.moduleBytes ?? 0;
    await module.default({ module_or_path: code });
    return module;
  } catch (error) {
    throw notLoaded(url, error);
  }
}

/** Files that come at the same time, as one amount. @param {OnBytes} onBytes @param {number} files how many @returns {OnBytes[]} one for each */
export function together(onBytes, files) {
  const amounts = Array.from({ length: files }, () => ({ done: 0, total: 0 }));
  const sum = (/** @type {"done" | "total"} */ part) => amounts.reduce((all, amount) => all + amount[part], 0);
  return amounts.map((amount) => (done, total) => {
    Object.assign(amount, { done, total });
    onBytes(sum("done"), amounts.every((each) => each.total > 0) ? sum("total") : 0);
  });
}
