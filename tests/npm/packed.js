/** The package as npm publishes it, installed into a folder as npm does. */
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGE = fileURLToPath(new URL("../../pkg", import.meta.url));

/** @param {string} folder @returns {string[]} the package's files */
export function install(folder) {
  const npm = (/** @type {string} */ cwd, /** @type {string[]} */ ...args) => execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const [{ filename, files }] = JSON.parse(npm(PACKAGE, "pack", "--json", "--pack-destination", folder));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  npm(folder, "install", "--offline", "--no-audit", "--no-fund", join(folder, filename));
  rmSync(join(folder, filename));
  return files.map(({ path }) => path);
}
