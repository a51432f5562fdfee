/** The input behind a dialog for files is in the page while it asks, as Safari on iOS wants it, and leaves it afterwards. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { draw } from "./pictures.js";

test("the input that asks for files is in the page until the files are chosen", async (t) => {
  const { page } = await open(t);
  await started(page);
  const input = page.locator("input[type=file]");
  const chooser = page.waitForEvent("filechooser");
  await page.locator("#preview").getByRole("button", { name: "Picture" }).click();
  const [file] = await draw(page, "ball", 1);
  assert.equal(await input.count(), 1);
  assert.ok(await input.isHidden());
  await (await chooser).setFiles(/** @type {any} */ (file));
  await page.locator("#preview .verdict-label").waitFor();
  assert.equal(await input.count(), 0);
});
