/** axe-core looks at a state of the page; nothing is to be wrong, and nothing wider than its place. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** @param {import("playwright-core").Page} page @param {string} state */
export async function isClean(page, state) {
  await page.waitForTimeout(300); // what moves has come to rest
  await page.evaluate(AXE); // not a script tag: the page's policy would rightly refuse it
  const found = await page.evaluate(async () => {
    const { violations } = await /** @type {any} */ (globalThis).axe.run(document);
    return violations.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes.map((/** @type {any} */ { target, failureSummary }) => `${target} (${failureSummary})`).join("; ")}`);
  });
  assert.deepEqual(found, [], state);
  const wide = await page.evaluate(() => {
    const boxes = [...document.querySelectorAll("html, .site-header, main section, .class-card, dialog[open]")];
    return boxes.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).map(({ id, className, tagName }) => `${tagName} ${id} ${className}`);
  });
  assert.deepEqual(wide, [], `${state}: wider than their place`);
}
