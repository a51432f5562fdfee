/** Augmentation: what the package does, on the fake engine, and what the views are, on the real one. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { describe, test } from "node:test";
import { onOwnPages } from "./browser.js";

/** @param {number[][]} rows */
const rounded = (rows) => rows.map((row) => row.map((score) => score.toFixed(4)));

let page;
onOwnPages((fresh) => (page = fresh));

const skip = existsSync(new URL("../../pkg/dist/pupil.js", import.meta.url)) ? false : "pkg/dist is not built: cargo xtask pkg";

test("views of a picture by id, by file and by its pixels are the same", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    const { strong } = await pupil.augmentation.presets();
    const [square] = await pupil.augmentation.views(0, {});
    const ways = [0, await pupil.pictures.original(0), square];
    const views = await Promise.all(ways.map((picture) => pupil.augmentation.views(picture, strong, { count: 3, seed: 7 })));
    const texts = views.map((list) => list.map(({ data, width, height }) => `${width} ${height} ${data.join()}`));
    return { same: texts.every((text) => text.join() === texts[0].join()), differ: new Set(texts[0]).size, size: [square.width, square.height] };
  });
  assert.deepEqual(found, { same: true, differ: 3, size: [224, 224] });
});

test("what the engine does not support is decoded by the browser, and wrong arguments are refused", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    const [view] = await pupil.augmentation.views(await drawn("red", "red.webp", "image/webp"), {});
    const refused = [pupil.augmentation.views(99, {}), pupil.augmentation.views(0, {}, { count: 65 }), pupil.augmentation.views(new Blob(["text"]), {})];
    return { colour: [...view.data.slice(0, 4)], codes: await Promise.all(refused.map(codeOf)) };
  });
  assert.ok(found.colour[0] > 200 && found.colour[1] < 50, String(found.colour));
  assert.deepEqual(found.codes, ["unknown_picture", "invalid_settings", "unsupported_format"]);
});

describe("on the real engine", { skip }, () => {
  for (const backend of ["cpu", "webgpu"]) {
    test(`${backend}: off is the picture itself, a seed gives the same views, limits are checked`, async () => {
      const found = await page.evaluate(async (backend) => {
        const pupil = await create({ assets: "/pkg/dist/", backend });
        const context = new OffscreenCanvas(16, 16).getContext("2d");
        context.fillStyle = "rgb(250 100 30)";
        context.fillRect(0, 0, 8, 16);
        const half = context.getImageData(0, 0, 16, 16);
        for (let i = 3; i < half.data.length; i += 4) half.data[i] = 255;
        const presets = await pupil.augmentation.presets();
        const text = async (augmentation, options) => (await pupil.augmentation.views(half, augmentation, options)).map(({ data }) => data.join());
        const flips = await text({ horizontalFlip: true }, { count: 12 });
        const strong = [await text(presets.strong, { seed: 3, count: 2 }), await text(presets.strong, { seed: 3, count: 2 }), await text(presets.strong, { seed: 4, count: 2 })];
        const codes = [await codeOf(pupil.augmentation.views(half, { rotation: 200 })), await codeOf(pupil.augmentation.views(half, { fillMode: "sideways" }))];
        const mirrored = new ImageData(16, 16);
        for (let y = 0; y < 16; y++) for (let x = 0; x < 16; x++) mirrored.data.set(half.data.subarray((y * 16 + x) * 4, (y * 16 + x) * 4 + 4), (y * 16 + 15 - x) * 4);
        await pupil.close();
        return {
          presets, codes,
          off: flips.filter((view) => view === half.data.join()).length,
          flipped: flips.filter((view) => view === mirrored.data.join()).length,
          same: strong[0].join() === strong[1].join(), other: strong[0].join() !== strong[2].join() && strong[0][0] !== strong[0][1],
        };
      }, backend);
      assert.deepEqual(Object.keys(found.presets), ["off", "gentle", "textbook", "strong"]);
      assert.deepEqual(found.presets.textbook, {
        ...found.presets.off, rotation: 20, widthShift: 0.2, heightShift: 0.2, shear: 0.2, zoom: [0.8, 1.2], horizontalFlip: true,
      });
      assert.ok(found.off > 0 && found.flipped > 0 && found.off + found.flipped === 12, `${found.off} + ${found.flipped}`);
      assert.deepEqual([found.same, found.other], [true, true]);
      assert.deepEqual(found.codes, ["invalid_settings", "invalid_settings"]);
    });
  }

  test("a network from scratch learns from varied, standardised pictures, and is there again later", async () => {
    const { before, after, codes } = await page.evaluate(async () => {
      const options = { assets: "/pkg/dist/", store: "standardised" };
      const first = await twoClasses(options, 6);
      const { textbook } = await first.augmentation.presets();
      const codes = [await codeOf(first.training.set({ augmentation: { ...textbook, featurewiseStd: true } }))];
      await first.training.setMethod("scratch");
      await first.training.set({ epochs: 4, batchSize: 4, augmentation: { ...textbook, featurewiseStd: true } });
      await first.train();
      const files = await Promise.all(["red", "blue"].map((colour) => drawn(colour)));
      const scores = async (pupil) => Promise.all(files.map(async (file) => (await pupil.classify(file)).scores.map(({ score }) => score)));
      const before = await scores(first);
      await first.close();
      const second = await create(options);
      const after = await scores(second);
      await second.close();
      return { before, after, codes };
    });
    assert.ok(before[0][0] > 0.7 && before[1][1] > 0.7, JSON.stringify(before));
    assert.deepEqual(rounded(after), rounded(before));
    assert.deepEqual(codes, ["invalid_settings"]);
  });
});
