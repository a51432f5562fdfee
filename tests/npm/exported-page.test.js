/** A model as one HTML page, opened by its file's address in a browser of its own: no network, and a camera. Needs `cargo xtask pkg`. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { onOwnPages } from "./browser.js";

const skip = existsSync(new URL("../../pkg/dist/runtime.js", import.meta.url)) ? false : "pkg/dist is not built: cargo xtask pkg";

/** How far a probability may be off. */
const TOLERANCE = 1e-3;
const MAX_BYTES = 15e6;
const FLAGS = ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"];

let page;
onOwnPages((fresh) => (page = fresh));

/** Opens a page in a browser that has no network. @param {import("node:test").TestContext} t @param {string} html */
async function opened(t, html) {
  const folder = await mkdtemp(join(tmpdir(), "pupil-page-"));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  t.after(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });
  await writeFile(join(folder, "model.html"), html);
  const exported = await (await browser.newContext({ offline: true })).newPage();
  exported.on("pageerror", (error) => console.error("exported page:", error.message));
  await exported.goto(pathToFileURL(join(folder, "model.html")).href);
  await exported.locator("#check[data-difference]").waitFor({ timeout: 60_000 });
  return exported;
}

/** The picture that the exported page looked at last, and what it answered. @param {import("playwright-core").Page} exported */
function seen(exported) {
  return exported.evaluate(() => ({
    picture: document.querySelector("canvas").toDataURL(),
    shares: [...document.querySelectorAll("#bars li")].map(({ dataset }) => Number(dataset.probability)),
  }));
}

/** What Pupil answers for the same picture. @param {string} picture */
function expected(picture) {
  return page.evaluate(async (url) => (await made.classify(await (await fetch(url)).blob())).scores.map(({ score }) => score), picture);
}

/** @param {number[]} found @param {number[]} wanted */
function agree(found, wanted) {
  assert.equal(found.length, wanted.length);
  assert.ok(found.every((share, index) => Math.abs(share - wanted[index]) <= TOLERANCE), `${found} is not ${wanted}`);
}

test("an exported page answers as Pupil does", { skip }, async (t) => {
  const html = await page.evaluate(async () => {
    globalThis.made = await twoClasses({ assets: "/pkg/dist/" }, 6);
    const { id } = await made.classes.add("</script><b>");
    await made.pictures.add(id, await several(6, "green"));
    await made.train();
    return (await made.exports.write("page")).text();
  });
  assert.ok(html.length <= MAX_BYTES, `${html.length} bytes`);
  const exported = await opened(t, html);
  assert.ok((await exported.locator("#check").getAttribute("data-difference")) <= TOLERANCE);
  assert.deepEqual(await exported.locator("#bars li span:first-child").allTextContents(), ["red", "blue", "</script><b>"]);

  const file = Buffer.from(await page.evaluate(async () => [...new Uint8Array(await (await drawn("purple")).arrayBuffer())]));
  await exported.locator("#file").setInputFiles({ name: "purple.png", mimeType: "image/png", buffer: file });
  await exported.locator("#bars li[data-probability]").first().waitFor();
  const chosen = await seen(exported);
  agree(chosen.shares, await expected(chosen.picture));

  await exported.getByRole("button", { name: "Camera" }).click();
  await exported.waitForFunction((before) => document.querySelector("canvas").toDataURL() !== before, chosen.picture);
  const frame = await seen(exported);
  agree(frame.shares, await expected(frame.picture));

  const violated = await exported.evaluate(() => new Promise((resolve) => {
    addEventListener("securitypolicyviolation", ({ violatedDirective }) => resolve(violatedDirective), { once: true });
    fetch("https://example.org").catch(() => {});
  }));
  assert.equal(violated, "connect-src");
});
