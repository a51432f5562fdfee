/**
 * Joins the modules of a built page, so that it is there after a few requests in place of two hundred: `node www/release/bundle.js FOLDER`.
 * What the page and the workers begin with stays where it was; its style sheets become one.
 */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { rolldown } from "rolldown";

const PAGE = ["js/main.js", "js/begin.js", "js/app.js"];
const WORKERS = ["worker", "embedder", "exporter"].map((place) => `pkg/lib/${place}/worker.js`);

/** What else is asked for by its own address. */
const SCRIPT = "js/requirements.js";

/** Fetched when they are first needed; the page does without charts where their library does not load. */
const LATER = /\bimport\("([^"]*\/vendor\/[^"]*)"\)/g;

const PRELOADS = /(^ *<link rel="modulepreload".*\n)+/m;
const SHEETS = /(^ *<link rel="stylesheet".*\n)+/m;
const SHEET = "css/page.css";

const folder = resolve(process.argv[2] ?? "dist");

/** @param {string[]} entries modules in one folder */
async function bundled(entries) {
  const place = dirname(/** @type {string} */ (entries[0]));
  const from = (/** @type {string} */ path) => JSON.stringify(relative(join(folder, place), path));
  // What a module calls by its address stays where it was, too.
  const transform = (/** @type {string} */ code, /** @type {string} */ id) => code
    .replaceAll("import.meta.url", `new URL(${from(id)}, import.meta.url)`)
    .replaceAll(LATER, (_, path) => `import(/* @vite-ignore */ new URL(${from(join(dirname(id), path))}, import.meta.url).href)`);
  const bundle = await rolldown({ input: entries.map((entry) => join(folder, entry)), plugins: [{ name: "addresses", transform }] });
  const { output } = await bundle.generate({ entryFileNames: `${place}/[name].js`, chunkFileNames: `${place}/[name]-[hash].js`, dir: folder, minify: { mangle: false, compress: false } });
  return output.flatMap((file) => (file.type === "chunk" ? [file] : []));
}

/** What is no module is asked for by its address. @param {string} place */
async function removeModules(place) {
  for (const entry of await readdir(place, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && /\.(js|d\.ts)$/.test(entry.name)) await rm(join(entry.parentPath, entry.name));
  }
}

const page = await bundled(PAGE);
const workers = await Promise.all(WORKERS.map((entry) => bundled([entry])));
const script = { fileName: SCRIPT, code: await readFile(join(folder, SCRIPT), "utf8") };
for (const modules of ["js", "pkg/lib"]) await removeModules(join(folder, modules));
for (const { fileName, code } of [script, ...page, ...workers.flat()]) {
  await mkdir(dirname(join(folder, fileName)), { recursive: true });
  await writeFile(join(folder, fileName), code);
}
const index = join(folder, "index.html");
const html = await readFile(index, "utf8");
const [sheets = ""] = html.match(SHEETS) ?? [];
const paths = [...sheets.matchAll(/href="([^"]*)"/g)].map(([, path]) => join(folder, path ?? ""));
await writeFile(join(folder, SHEET), (await Promise.all(paths.map((path) => readFile(path, "utf8")))).join("\n"));
await Promise.all(paths.map((path) => rm(path)));
// What begins first comes first.
const early = page.map(({ fileName }) => fileName).toSorted((a, b) => Number(b.includes("begin")) - Number(a.includes("begin")));
const preloads = early.map((path) => `  <link rel="modulepreload" href="${path}">\n`).join("");
await writeFile(index, html.replace(SHEETS, `  <link rel="stylesheet" href="${SHEET}">\n`).replace(PRELOADS, preloads));
