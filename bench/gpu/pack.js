/**
 * Packs all that a machine with a graphics card needs to run this: Node.js, WebGPU for it, the built module, its weights and
 * TensorFlow.js, for Linux on x86-64.
 * node bench/gpu/pack.js ARCHIVE.tar.xz
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const DAWN = "bench/gpu/node_modules/webgpu/dist/linux-x64/dawn.node";
const WEIGHTS = "efficientnet_lite0.safetensors";
const MAX_BYTES = 60e6;

const archive = process.argv[2];
if (!archive) throw new Error("name the archive: node bench/gpu/pack.js kit.tar.xz");
if (`${process.platform}-${process.arch}` !== "linux-x64") throw new Error("the kit is packed on Linux on x86-64, as the Node.js that packs it goes into it");
if (!existsSync(`${ROOT}/pkg/dist/pupil.js`)) throw new Error("pkg/dist is missing: run `cargo xtask pkg` first");
for (const folder of ["bench", "bench/gpu"])
  if (!existsSync(`${ROOT}/${folder}/node_modules`)) execFileSync("npm", ["ci"], { cwd: `${ROOT}/${folder}`, stdio: "inherit" });

const kit = mkdtempSync(join(tmpdir(), "gpu-kit-"));
try {
  for (const path of paths()) copy(path);
  copyFileSync(process.execPath, `${kit}/node`);
  for (const binary of ["node", DAWN]) execFileSync("strip", [`${kit}/${binary}`]);
  execFileSync("tar", ["--create", "--file", archive, "--use-compress-program", "xz --x86 --lzma2=preset=9,dict=128MiB", "--directory", kit, "."], { stdio: "inherit" });
} finally {
  rmSync(kit, { recursive: true });
}
const { size } = statSync(archive);
console.log(`${archive}: ${(size / 1e6).toFixed(1)} MB`);
if (size > MAX_BYTES) throw new Error(`the kit is larger than ${MAX_BYTES / 1e6} MB`);

/** Files and folders, from the root of the repository. */
function paths() {
  const scripts = readdirSync(`${ROOT}/bench/gpu`).filter((name) => /\.(js|json)$/.test(name)).map((name) => `bench/gpu/${name}`);
  const peer = ["core", "layers", "backend-webgpu"].map((part) => `bench/node_modules/@tensorflow/tfjs-${part}/dist/tf-${part}.es2017.min.js`);
  const webgpu = ["index.js", "package.json", "LICENSE.md"].map((name) => `bench/gpu/node_modules/webgpu/${name}`);
  const dist = readdirSync(`${ROOT}/pkg/dist`).filter((name) => name === WEIGHTS || /\.(js|wasm)$/.test(name)).map((name) => `pkg/dist/${name}`);
  return ["bench/package.json", "bench/weights.js", "bench/browser", ...scripts, ...peer, ...webgpu, DAWN, "pkg/package.json", "pkg/lib", ...dist];
}

/** @param {string} path */
function copy(path) {
  cpSync(join(ROOT, path), join(kit, path), { recursive: true });
}
