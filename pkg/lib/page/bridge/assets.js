/** Where the package's built files are. */

/** @import { Assets } from "../../shared/protocol.d.ts" */

/** Each is written out: a bundler finds it so, copies it, and puts its own address here. @type {Record<keyof Assets, URL>} */
const OWN = {
  "pupil.js": new URL("../../../dist/pupil.js", import.meta.url),
  "pupil_bg.wasm": new URL("../../../dist/pupil_bg.wasm", import.meta.url),
  "efficientnet_lite0.safetensors": new URL("../../../dist/efficientnet_lite0.safetensors", import.meta.url),
  "efficientnet_lite2.safetensors": new URL("../../../dist/efficientnet_lite2.safetensors", import.meta.url),
  "decoder.js": new URL("../../../dist/decoder.js", import.meta.url),
  "decoder_bg.wasm": new URL("../../../dist/decoder_bg.wasm", import.meta.url),
  "embedder.js": new URL("../../../dist/embedder.js", import.meta.url),
  "embedder_bg.wasm": new URL("../../../dist/embedder_bg.wasm", import.meta.url),
  "exporter.js": new URL("../../../dist/exporter.js", import.meta.url),
  "exporter_bg.wasm": new URL("../../../dist/exporter_bg.wasm", import.meta.url),
  "runtime.js": new URL("../../../dist/runtime.js", import.meta.url),
  "runtime_bg.wasm": new URL("../../../dist/runtime_bg.wasm", import.meta.url),
};

/** Their absolute addresses. @param {string | URL} [folder] where they are, if not where the package has them @returns {Assets} */
export function assetsIn(folder) {
  const base = folder && new URL(folder, document.baseURI).href.replace(/\/?$/, "/");
  const addresses = Object.entries(OWN).map(([name, own]) => [name, base ? new URL(name, base).href : own.href]);
  return Object.fromEntries(addresses);
}
