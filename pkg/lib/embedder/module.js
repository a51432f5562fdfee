/** The modules of a small worker. */

/** @import { ModuleAddress } from "./embedder.d.ts" */

/**
 * Imports a module's glue, and starts it.
 * @param {ModuleAddress} address
 * @returns {Promise<any>} what it exports
 */
export async function loaded({ glue, code }) {
  const module = await import(/* @vite-ignore */ glue);
  await module.default({ module_or_path: code });
  return module;
}
