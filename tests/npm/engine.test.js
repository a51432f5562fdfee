/** The package on the real engine: WebAssembly on the CPU, and WebGPU in software. Needs `cargo xtask pkg`. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { describe, test } from "node:test";
import { onOwnPages } from "./browser.js";

const skip = existsSync(new URL("../../pkg/dist/pupil.js", import.meta.url)) ? false : "pkg/dist is not built: cargo xtask pkg";

/** @param {unknown} value */
const rounded = (value) => JSON.parse(JSON.stringify(value, (_, part) => (typeof part === "number" ? Number(part.toPrecision(9)) : part)));

describe("on the real engine", { skip }, () => {
  let page;
  const browser = onOwnPages((fresh) => (page = fresh));

  test("the CPU trains, classifies, reports, and opens it all again later", async () => {
    const first = await page.evaluate(async () => {
      const pupil = await twoClasses({ assets: "/pkg/dist/", store: "real" }, 8);
      const { epochs, validationPictures } = await pupil.train();
      const report = await pupil.report();
      await pupil.training.set({ epochs: 12 });
      await pupil.pictures.remove([3]);
      await pupil.close();
      return { project: pupil.project, losses: epochs.map(({ loss }) => loss), validationPictures, report, backend: pupil.backend };
    });
    assert.equal(first.backend.backend, "cpu");
    assert.ok(first.backend.frameMs > 0);
    assert.ok(first.losses.at(-1) < first.losses[0] / 2, String(first.losses));
    assert.ok(first.validationPictures >= 2);
    assert.deepEqual([first.report.measuredOn, first.report.accuracy], ["validation", 1]);
    const second = await page.evaluate(async () => {
      const pupil = await create({ assets: "/pkg/dist/", store: "real" });
      const { project } = pupil;
      const { scores, elapsedMs } = await pupil.classify(await createImageBitmap(await drawn("blue")));
      const codes = [await codeOf(pupil.classes.add(" ")), await codeOf(pupil.training.set({ epochs: 0 })), await codeOf(pupil.models.load(new Uint8Array(9)))];
      await pupil.close();
      return { project, scores, elapsedMs, codes };
    });
    // Losses are stored as text, whose last digit may differ.
    // The instant model is not stored: it learns anew.
    assert.deepEqual(rounded({ ...second.project, instant: null }), rounded({ ...first.project, instant: null }));
    assert.equal(second.project.needsTraining, true);
    assert.ok(second.scores[1].score > 0.8, JSON.stringify(second.scores));
    assert.deepEqual(second.codes, ["empty_name", "invalid_settings", "wrong_model"]);
  });

  test("files of every kind: decoded by the engine, by the browser, or refused", async () => {
    const result = await page.evaluate(async () => {
      const pupil = await create({ assets: "/pkg/dist/" });
      const { id } = await pupil.classes.add("all");
      // Made with Pillow: Image.new("RGB", (64, 64), "red").save("red.avif")
      const avif = new File([await (await fetch("/tests/npm/red.avif")).blob()], "red.avif");
      const jpeg = await drawn("red", "red.jpg", "image/jpeg");
      const cut = new File([jpeg.slice(0, 200)], "cut.jpg");
      const files = [jpeg, await drawn("red", "red.webp", "image/webp"), await drawn("red"), avif, cut, new File(["text"], "notes.txt"), new File([], "empty.png")];
      const { added, failed } = await pupil.pictures.add(id, files);
      const thumbnail = await createImageBitmap(await pupil.pictures.thumbnail(3));
      const context = new OffscreenCanvas(1, 1).getContext("2d");
      context.drawImage(thumbnail, -56, -56);
      await pupil.close();
      return { added: added.map(({ name }) => name), failed: failed.map(({ name, code }) => [name, code]), colour: [...context.getImageData(0, 0, 1, 1).data] };
    });
    assert.deepEqual(result.added, ["red.jpg", "red.webp", "red.png", "red.avif"]);
    assert.deepEqual(result.failed, [["cut.jpg", "broken_picture"], ["notes.txt", "unsupported_format"], ["empty.png", "unsupported_format"]]);
    assert.ok(result.colour[0] > 240 && result.colour[1] < 20 && result.colour[2] < 20, String(result.colour));
  });

  test("a header that the engine calls damaged is left to the browser, a part of a picture to nobody", async () => {
    const result = await page.evaluate(async () => {
      const pupil = await create({ assets: "/pkg/dist/" });
      const { id } = await pupil.classes.add("all");
      // 16 × 16 pixels of one colour, but of no colour plane (there is always one), or without the lower rows.
      const bmp = (name, blue, planes, rows) => {
        const file = new DataView(new ArrayBuffer(54 + 16 * 3 * rows));
        file.setUint16(0, 0x424d);
        for (const [at, value] of [[2, file.byteLength], [10, 54], [14, 40], [18, 16], [22, 16]]) file.setUint32(at, value, true);
        file.setUint16(26, planes, true);
        file.setUint16(28, 24, true);
        for (let at = 54; at < file.byteLength; at += 3) file.setUint8(at, blue);
        return new File([file], name);
      };
      const odd = await pupil.pictures.decode(bmp("odd.bmp", 200, 0, 16));
      const few = await pupil.pictures.add(id, [bmp("odd.bmp", 100, 0, 16), bmp("cut.bmp", 100, 1, 7)]);
      // So many go through small workers.
      const many = await pupil.pictures.add(id, [...(await several(13, "red")), bmp("odd.bmp", 50, 0, 16), bmp("cut.bmp", 50, 1, 7)]);
      await pupil.close();
      return { odd: [odd.width, odd.height, ...odd.data.slice(0, 4)], added: [few, many].map(({ added }) => added.at(-1)?.name), failed: [few, many].map(({ failed }) => failed.map(({ name, code }) => [name, code])) };
    });
    assert.deepEqual(result.odd, [16, 16, 0, 0, 200, 255]);
    assert.deepEqual(result.added, ["odd.bmp", "odd.bmp"]);
    assert.deepEqual(result.failed, [[["cut.bmp", "broken_picture"]], [["cut.bmp", "broken_picture"]]]);
  });

  test("live frames come through while it trains", async () => {
    const { waits, epochs } = await page.evaluate(async () => {
      const pupil = await twoClasses({ assets: "/pkg/dist/" }, 10);
      await pupil.training.set({ epochs: 1000, patience: 0 });
      const training = pupil.train();
      const waits = [];
      while (pupil.state === "training" && waits.length < 10) {
        const start = performance.now();
        await pupil.classify(await createImageBitmap(await drawn("red")));
        waits.push(performance.now() - start);
      }
      await pupil.training.stop();
      const { epochs } = await training;
      await pupil.close();
      return { waits, epochs: epochs.length };
    });
    console.log(`classify while training: ${waits.map((ms) => ms.toFixed(0)).join(" ")} ms; ${epochs} epochs meanwhile`);
    assert.equal(waits.length, 10);
    assert.ok(epochs > 1 && epochs < 1000, String(epochs));
  });

  test("WebGPU trains; when its process dies, the CPU goes on with everything", async () => {
    await page.evaluate(async () => {
      // Fewer leave it to chance whether an odd spot in a drawing outweighs its colour.
      globalThis.pupil = await twoClasses({ assets: "/pkg/dist/", backend: "webgpu" }, 6);
      globalThis.onGpu = await pupil.classify(await drawn("red"));
      // Long steps: the run must not be over before the crash is.
      await pupil.training.set({ epochs: 1000, patience: 0, hiddenUnits: 2048 });
      globalThis.training = pupil.train();
      await new Promise((resolve) => pupil.addEventListener("training", ({ detail }) => detail.type === "epoch" && resolve()));
    });
    const backend = await page.evaluate(() => pupil.backend);
    assert.deepEqual([backend.backend, backend.reason], ["webgpu", "asked"]);
    const session = await browser.context.browser().newBrowserCDPSession();
    await session.send("Browser.crashGpuProcess").catch(() => {});
    const found = await page.evaluate(async () => {
      while (!pupil.eventsOf("backend").length) await new Promise((resolve) => setTimeout(resolve, 50));
      while (pupil.eventsOf("training").filter(({ type }) => type === "started").length < 2) await new Promise((resolve) => setTimeout(resolve, 50));
      await new Promise((resolve) => pupil.addEventListener("training", ({ detail }) => detail.type === "epoch" && resolve()));
      await pupil.training.stop();
      await training;
      // That run was made long, not good: a run with the default settings shows how well it goes on.
      await pupil.training.reset();
      await pupil.train();
      const { scores } = await pupil.classify(await drawn("blue"));
      return { ...pupil.backend, notices: pupil.eventsOf("notice").map(({ code }) => code), pictures: pupil.project.classes.map(({ pictures }) => pictures.length), scores };
    });
    assert.deepEqual([found.backend, found.reason, found.webgpuRefused, found.notices], ["cpu", "recovered", "lost", ["gpu_lost"]]);
    assert.deepEqual(found.pictures, [6, 6]);
    assert.ok(found.scores[1].score > 0.5, JSON.stringify(found.scores));
  });

  test("both are measured, and the slower one is given back", async () => {
    browser.server.prelude = `Object.defineProperty(GPUAdapterInfo.prototype, "isFallbackAdapter", { get: () => false });`;
    const found = await page.evaluate(async () => {
      const pupil = await create({ assets: "/pkg/dist/", backend: "auto", store: "measured" });
      const prediction = await pupil.classify(await drawn("red"));
      await pupil.close();
      return { ...pupil.backend, kind: prediction.kind, labels: prediction.scores.length, notices: pupil.eventsOf("notice") };
    });
    console.log(`measured: WebGPU (SwiftShader) ${found.measured.webgpu.toFixed(0)} ms, CPU ${found.measured.cpu.toFixed(0)} ms`);
    assert.deepEqual([found.backend, found.reason, found.webgpuRefused], ["cpu", "faster", "slower"]);
    assert.deepEqual([found.kind, found.labels, found.notices], ["imagenet", 5, []]);
  });
});
