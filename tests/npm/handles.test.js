/** Every picture handle is freed, also where something fails. Against the fake engine, which counts them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

let page;
const browser = onOwnPages((fresh) => (page = fresh));

test("no call leaves a picture in WebAssembly's memory", async () => {
  browser.server.faults.set("explain", ["error"]);
  browser.server.faults.set("embed", ["", "", "error"]);
  const found = await page.evaluate(async () => {
    const counts = { made: 0, left: 0 };
    new BroadcastChannel("handles").onmessage = ({ data }) => {
      counts.made += Math.max(0, data);
      counts.left += data;
    };
    const pupil = await twoClasses();
    await pupil.training.setMethod("fineTune");
    await pupil.training.set({ epochs: 2 });
    await pupil.train();
    await pupil.classify(await drawn("red"));
    await pupil.classify(await createImageBitmap(await drawn("red", "red.webp", "image/webp")));
    await pupil.classify(new ImageData(32, 32));
    const codes = [await codeOf(pupil.explain(await drawn("red"))), await codeOf(pupil.networks.use("efficientnet_lite2"))];
    await pupil.report();
    await pupil.augmentation.views(0, {}, { count: 2 });
    await pupil.augmentation.views(new ImageData(16, 16), {});
    const { failed } = await pupil.pictures.add(0, [new File([(await drawn("red")).slice(0, 60)], "broken.png")]);
    // Messages of the channel come after those of the worker.
    await new Promise((resolve) => setTimeout(resolve, 200));
    return { ...counts, codes, failed: failed.map(({ code }) => code) };
  });
  assert.deepEqual(found.codes, ["gpu_unavailable", "gpu_unavailable"]);
  assert.deepEqual(found.failed, ["broken_picture"]);
  assert.ok(found.made > 20, String(found.made));
  assert.equal(found.left, 0);
});
