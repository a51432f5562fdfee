/** The network underneath: chosen in the page, with a word on what is wrong with a file, and remembered. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, isRightAbout, train } from "./person.js";
import { draw } from "./pictures.js";

test("another network is chosen by keyboard, embeds everything again, and stays", async (t) => {
  const { page } = await open(t);
  await started(page);
  for (const thing of /** @type {const} */ (["ball", "stripes"])) {
    await addClass(page, thing);
    await addPictures(page, thing, await draw(page, thing, 6));
  }
  await train(page);
  await page.getByText("Advanced", { exact: true }).click();
  const change = page.getByRole("button", { name: "Change the network" });
  await change.focus();
  await page.keyboard.press("Enter");
  const dialog = page.locator("#networks");
  const inUse = (/** @type {string} */ name) => dialog.locator(".network").filter({ hasText: name }).getByText("In use").waitFor();
  await inUse("EfficientNet-Lite0");
  await dialog.getByText(/about [\d.]+\s(ms|s) a picture here/).first().waitFor();

  const chooser = page.waitForEvent("filechooser");
  await dialog.getByRole("button", { name: "Choose a file" }).click();
  await (await chooser).setFiles({ name: "holiday.safetensors", mimeType: "", buffer: Buffer.from("no weights at all") });
  await dialog.getByText("it is neither a safetensors nor a PyTorch file").waitFor();
  await dialog.getByLabel("Or give its address").fill(`${new URL(page.url()).origin}/none.safetensors`);
  await dialog.getByRole("button", { name: "Load" }).click();
  await dialog.getByText(/could not load .*none\.safetensors/).waitFor();
  await inUse("EfficientNet-Lite0");

  await dialog.getByRole("button", { name: "Use EfficientNet-Lite2" }).focus();
  await page.keyboard.press("Enter");
  await inUse("EfficientNet-Lite2");
  await page.keyboard.press("Escape");
  await page.getByText("EfficientNet-Lite2").first().waitFor();
  await train(page);
  await page.getByText("Earlier runs").click();
  await page.getByText("on EfficientNet-Lite0: change the network to use it").waitFor();
  assert.equal(await page.locator(".run:not(:first-child)").getByRole("button", { name: /^Use / }).count(), 0);

  await page.reload();
  await started(page);
  await page.getByText("Advanced", { exact: true }).click();
  await page.getByText("EfficientNet-Lite2").first().waitFor();
  for (const thing of /** @type {const} */ (["ball", "stripes"])) await isRightAbout(page, thing, await draw(page, thing, 2));
});
