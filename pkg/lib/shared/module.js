/** Modules whose addresses are given. */

/** @import { ModuleAddress } from "./handles.d.ts" */

/**
 * Imports a module's glue, and starts it.
 * @param {ModuleAddress} address
 * @returns {Promise<any>} what it exports
 */
export async function loaded({ glue, code }) {
  // Fetched at once: the glue would only fetch it after it was loaded itself.
  const given = typeof code === "string" ? fetch(code) : Promise.resolve(code);
  given.catch(() => {}); // handled where it is awaited
  const module = await import(/* @vite-ignore */ glue);
  await module.default({ module_or_path: await given });
  return module;
}
