/** The packed package, installed: it runs in a page without a bundler, and in what Vite builds. Needs `cargo xtask pkg`. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { build } from "vite";
import { Browser } from "./browser.js";
import { install } from "./packed.js";

const skip = existsSync(new URL("../../pkg/dist/pupil.js", import.meta.url)) ? false : "pkg/dist is not built: cargo xtask pkg";

/** What someone writes who uses the package: two classes, an answer, an export, whose code comes last, and a project file. */
const PROGRAM = `
import { Pupil, readZip } from "pupil";

const discs = (colour, count) => Promise.all(Array.from({ length: count }, (_, index) => {
  const canvas = new OffscreenCanvas(96, 96);
  const context = canvas.getContext("2d");
  context.fillStyle = colour;
  context.arc(30 + 5 * index, 40, 15 + index, 0, 2 * Math.PI);
  context.fill();
  return canvas.convertToBlob();
}));

const pupil = await Pupil.create({ backend: "cpu" });
for (const colour of ["tomato", "royalblue"]) {
  const { id } = await pupil.classes.add(colour);
  await pupil.pictures.add(id, await discs(colour, 5));
}
const [unseen] = await discs("tomato", 1);
const [best] = (await pupil.classify(unseen)).scores.sort((a, b) => b.score - a.score);
const page = await pupil.exports.write("page");
const { entries } = await readZip(await pupil.projects.save());
globalThis.found = { label: best.label, page: page.type, continues: entries.some(({ name }) => name === "continue.py") };
`;
const FOUND = { label: "tomato", page: "text/html", continues: true };

/** What is in the package beside JavaScript and types. */
const OTHERS = [
  "README.md", "dist/LICENSE-APACHE", "dist/LICENSE-MIT", "dist/NOTICES.txt", "dist/decoder_bg.wasm", "dist/efficientnet_lite.LICENSE", "dist/efficientnet_lite0.safetensors",
  "dist/efficientnet_lite2.safetensors", "dist/embedder_bg.wasm", "dist/exporter_bg.wasm", "dist/pupil_bg.wasm", "dist/runtime_bg.wasm", "dist/vendor/idb.LICENSE", "dist/vendor/zip.LICENSE",
  "lib/worker/archive/continue.py", "package.json",
];

describe("the packed package", { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), "pupil-packed-"));
  const browser = new Browser();
  /** @type {string[]} */
  let files;

  before(async () => {
    files = install(folder);
    writeFileSync(join(folder, "main.js"), PROGRAM);
    await browser.open();
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens a page of a served folder, and returns what the program found. @param {string} served @param {string} html */
  async function found(served, html) {
    writeFileSync(join(served, "index.html"), html);
    browser.server.outside.set("/app/", served);
    const page = await browser.context.newPage();
    const failed = page.waitForEvent("pageerror", { timeout: 0 }).then((error) => Promise.reject(error));
    failed.catch(() => {});
    await page.goto(`${browser.server.origin}/app/index.html`);
    await Promise.race([page.waitForFunction("globalThis.found !== undefined", null, { timeout: 400_000 }), failed]);
    return page.evaluate("found");
  }

  test("holds what it needs, and nothing else", () => {
    const code = /^lib\/.*\.js$|^dist\/(vendor\/)?\w+\.js$|^dist\/types\/.*\.d\.ts$/;
    assert.deepEqual(files.filter((file) => !code.test(file)).sort(), OTHERS);
  });

  test("runs in a page without a bundler", async () => {
    const imports = JSON.stringify({ imports: { pupil: "./node_modules/pupil/lib/index.js" } });
    assert.deepEqual(await found(folder, `<!doctype html><script type="importmap">${imports}</script><script type="module" src="main.js"></script>`), FOUND);
  });

  test("runs in what Vite builds", async () => {
    writeFileSync(join(folder, "index.html"), `<!doctype html><script type="module" src="main.js"></script>`);
    await build({ root: folder, base: "./", configFile: false, logLevel: "error" });
    const built = join(folder, "dist");
    assert.deepEqual(await found(built, readFileSync(join(built, "index.html"), "utf8")), FOUND);
  });
});
