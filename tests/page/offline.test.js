/** A release opens without a network after the first visit, and always as one version. Needs `cargo xtask dist`. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { collect } from "../../pkg/lib/shared/collect.js";
import { writeZip } from "../../pkg/lib/shared/zip.js";
import { DIST, launch, serve, started } from "./browser.js";
import { card, look, pictureCount, readingEnds, teachTwo } from "./person.js";
import { draw } from "./pictures.js";

/** @typedef {import("playwright-core").Page} Page */

const skip = existsSync(join(DIST, "service-worker.js")) ? false : "dist/ is no release: cargo xtask dist";

/** A copy of the release, which is served until the test ends. @param {import("node:test").TestContext} t */
async function release(t) {
  const folder = await mkdtemp(join(tmpdir(), "pupil-release-"));
  await cp(DIST, folder, { recursive: true, filter: (path) => !/\.(br|gz)$/.test(path) });
  const server = await serve({ folder });
  t.after(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });
  return { folder, origin: server.origin, requests: server.requests, goOff: () => server.close() };
}

/** Changes a file; with `listed`, also in the list of the service worker. @param {string} folder @param {string} name @param {(text: string) => string} change */
async function publish(folder, name, change, listed = true) {
  const text = change(await readFile(join(folder, name), "utf8"));
  await writeFile(join(folder, name), text);
  const path = join(folder, "service-worker.js");
  const worker = await readFile(path, "utf8");
  const [, list = ""] = worker.match(/^const FILES = (.*);$/m) ?? [];
  const hash = createHash("sha256").update(listed ? text : "what is not there yet").digest("base64");
  const files = JSON.stringify({ ...JSON.parse(list), [name]: `sha256-${hash}` });
  await writeFile(path, worker.replace(list, () => files).replace(/^const VERSION = .*$/m, `const VERSION = "${hash}";`));
}

/** A visitor's first visit, until the page works without a network. @param {import("node:test").TestContext} t @param {string} origin */
async function visit(t, origin) {
  const browser = await launch(t, ["--disable-features=WebGPU"]);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto(`${origin}/?backend=cpu`);
  await started(page);
  await page.getByText("It opens without a network, too.").waitFor({ timeout: 240_000 });
  return { context, page };
}

/** The versions whose files are there. @param {Page} page */
const versions = (page) => page.evaluate(async () => (await caches.keys()).length);

test("after the first visit it starts, teaches and classifies without a network", { skip }, async (t) => {
  const { origin, goOff } = await release(t);
  const { context, page } = await visit(t, origin);
  await context.setOffline(true);
  goOff();
  await page.reload();
  await started(page);
  await teachTwo(page, 4);
  const [unseen] = await draw(page, "box", 1);
  assert.equal(unseen && (await look(page, unseen)), "box");
  await page.getByRole("button", { name: "Download a web page" }).click();
  await page.waitForEvent("download");
});

test("a new version is told, taken at the next start, and never mixed with the one before", { skip }, async (t) => {
  const { folder, origin, requests, goOff } = await release(t);
  const { page } = await visit(t, origin);
  const before = requests.length;
  const title = () => page.title();
  const colour = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--test-version"));

  // One that is not whole yet is not taken.
  await publish(folder, "css/page.css", (css) => `${css}\n:root { --test-version: torn; }`, false);
  await page.reload();
  await started(page);
  for (let tries = 0; tries < 60 && (await versions(page)) < 2; tries++) await page.waitForTimeout(1000);
  assert.deepEqual([await colour(), await versions(page)], ["", 2], "the files of the torn one are kept for the next");

  await publish(folder, "css/page.css", (css) => css.replace("torn", "2"));
  await publish(folder, "index.html", (html) => html.replace(/<title>.*<\/title>/, "<title>Second</title>"));
  await page.reload();
  await started(page);
  await page.locator("#notices").getByText("A new version of Pupil is there.").waitFor();
  assert.deepEqual([await title() === "Second", await colour()], [false, ""]);
  assert.deepEqual(requests.slice(before).filter((path) => /\.(wasm|safetensors)$/.test(path)), [], "what is there is not fetched again");

  goOff();
  await page.reload();
  await started(page);
  assert.deepEqual([await title(), await colour(), await versions(page)], ["Second", "2", 1]);
});

/** What another program does that shares a file. @param {Page} page @param {{ name: string, mimeType: string, buffer: Buffer }} file */
async function share(page, { name, mimeType, buffer }) {
  const answered = await page.evaluate(async ({ name, mimeType, data }) => {
    const form = new FormData();
    form.append("files", new File([Uint8Array.from(atob(data), (character) => character.charCodeAt(0))], name, { type: mimeType }));
    return (await fetch("share", { method: "POST", body: form, redirect: "manual" })).type;
  }, { name, mimeType, data: buffer.toString("base64") });
  assert.equal(answered, "opaqueredirect");
}

test("pictures and projects that another program shares or opens come in", { skip }, async (t) => {
  const { origin } = await release(t);
  const { page } = await visit(t, origin);
  await page.reload();
  await started(page);
  const [shared, handed] = await draw(page, "ball", 2);
  assert.ok(shared);
  await share(page, shared);
  await page.goto(`${origin}/?shared`);
  await started(page);
  await card(page, "Class 1").waitFor();
  await readingEnds(page);
  assert.equal(new URL(page.url()).search, "");

  async function* project() {
    yield { name: "pupil.json", data: new Blob([JSON.stringify({ format: "pupil-project", version: 1 })]) };
  }
  const zip = await collect(Infinity, (to) => writeZip(project(), to));
  await share(page, { name: "Shared.zip", mimeType: "application/zip", buffer: Buffer.from(await zip.arrayBuffer()) });
  await page.goto(`${origin}/?shared`);
  await started(page);
  await page.getByRole("dialog", { name: "Projects" }).getByText("Shared.zip, ").waitFor();

  await page.addInitScript((data) => {
    const file = new File([Uint8Array.from(atob(data), (character) => character.charCodeAt(0))], "opened.jpg", { type: "image/jpeg" });
    const launch = { files: [{ getFile: async () => file }] };
    const value = { setConsumer: (/** @type {(launch: object) => void} */ take) => take(launch) };
    Object.defineProperty(window, "launchQueue", { value });
  }, handed?.buffer.toString("base64") ?? "");
  await page.reload();
  await started(page);
  await card(page, "Class 2").waitFor();
  await readingEnds(page);
  assert.deepEqual([await pictureCount(page, "Class 1"), await pictureCount(page, "Class 2")], [1, 1]);
});
