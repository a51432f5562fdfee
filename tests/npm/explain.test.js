/** Where it looks, on the real engine. Needs `cargo xtask pkg`. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { describe, test } from "node:test";
import { onOwnPages } from "./browser.js";

const skip = existsSync(new URL("../../pkg/dist/pupil.js", import.meta.url)) ? false : "pkg/dist is not built: cargo xtask pkg";

describe("where it looks", { skip }, () => {
  let page;
  onOwnPages((fresh) => (page = fresh));

  test("is where the thing is, not before anything is trained, and live", async () => {
    const found = await page.evaluate(async () => {
      /** A disc or a cross on grey, left or right. */
      const thing = async (kind, x) => {
        const canvas = new OffscreenCanvas(224, 224);
        const context = canvas.getContext("2d");
        context.fillStyle = "#888";
        context.fillRect(0, 0, 224, 224);
        context.fillStyle = "#111";
        const y = 80 + 64 * Math.random();
        if (kind === "disc") context.arc(x, y, 32, 0, 2 * Math.PI), context.fill();
        else context.fillRect(x - 32, y - 8, 64, 16), context.fillRect(x - 8, y - 32, 16, 64);
        return canvas;
      };
      const file = async (kind, x) => (await thing(kind, x)).convertToBlob();
      const pupil = await create({ assets: "/pkg/dist/" });
      const before = await codeOf(pupil.explain(await file("disc", 56)));
      for (const kind of ["disc", "cross"]) {
        const { id } = await pupil.classes.add(kind);
        await pupil.pictures.add(id, await Promise.all(Array.from({ length: 12 }, () => file(kind, 48 + 128 * Math.random()))));
      }
      await pupil.train();
      /** Share of what it looks at in the left half. */
      const leftOf = ({ attention: { width, values } }) => {
        const left = values.filter((_, cell) => cell % width < width / 2 - 0.5).reduce((sum, value) => sum + value, 0);
        return left / (left + values.filter((_, cell) => cell % width > width / 2 - 0.5).reduce((sum, value) => sum + value, 0));
      };
      const left = await pupil.explain(await file("disc", 48));
      const right = await pupil.explain(await createImageBitmap(await thing("disc", 176)));
      const plain = await pupil.classify(await file("disc", 48));
      const shown = await thing("disc", 48);
      const video = document.createElement("video");
      const canvas = document.createElement("canvas");
      Object.assign(canvas, { width: 224, height: 224 });
      video.srcObject = canvas.captureStream(20);
      video.muted = true;
      const draw = setInterval(() => canvas.getContext("2d").drawImage(shown, 0, 0), 40);
      await video.play();
      const live = await new Promise((resolve) => {
        const stop = classifyLive(pupil, video, (prediction) => (stop(), resolve(prediction)), { explain: () => true });
      });
      clearInterval(draw);
      return { before, left: leftOf(left), right: leftOf(right), label: left.scores[0].label, score: left.scores[0].score, keys: Object.keys(plain), attention: left.attention, live };
    });
    assert.equal(found.before, "not_trained");
    assert.ok(found.left > 0.6 && found.right < 0.4, `left ${found.left}, right ${found.right}`);
    assert.ok(found.label === "disc" && found.score > 0.5, `${found.label} ${found.score}`);
    assert.deepEqual([found.attention.classId, found.attention.width, found.attention.height, found.attention.crop], [0, 7, 7, 1]);
    assert.equal(Math.max(...found.attention.values), 1);
    assert.ok(!found.keys.includes("attention"));
    assert.equal(found.live.attention.values.length, 49);
    assert.ok(found.live.fps > 0 && found.live.elapsedMs > 0);
  });
});
