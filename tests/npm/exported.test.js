/**
 * What is in the files for other programs, and what of them npm can run: ONNX Runtime and Teachable Machine's library give what Pupil answers.
 * Needs `cargo xtask pkg`; photos are those of PUPIL_TEST_PHOTOS.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { onOwnPages } from "./browser.js";

const skip = existsSync(new URL("../../pkg/dist/exporter.js", import.meta.url)) ? false : "pkg/dist is not built: cargo xtask pkg";
const PHOTOS = process.env.PUPIL_TEST_PHOTOS;

/** How far a probability may be off: by numbers alone, by a browser's canvas, by another program's resizing. */
const [EXACT, DRAWN, RESIZED] = [1e-4, 1e-3, 0.02];

/** Of 25 sizes and shapes: how many of each folder, as in tests/exports.rs. @type {[string, number][]} */
const FOLDERS = [["imagenet-samples", 15], ["ants-bees/val/ants", 6], ["sign-digits/5", 4]];

/** What each archive has beside the card, the guide, the labels and the check. */
const OWN = {
  onnx: ["check.py", "load.py", "model-plain.onnx", "model.onnx", "model.safetensors"],
  tfjs: ["metadata.json", "model.json", "weights.bin"],
  tflite: ["check.py", "model-float16.tflite", "model.tflite"],
  keras: ["check.py", "model.keras"],
};

suite("exported files", { skip }, () => {
  let page;
  const browser = onOwnPages((fresh) => (page = fresh));

  /** A model of three classes that is not sure of itself; a fourth, whose pictures are of one source, is switched off. */
  const made = async () => {
    globalThis.pupil = await create({ assets: "/pkg/dist/", instant: false });
    for (const [name, colour, source] of [["red", "red"], ["blue, the", "blue"], ["</script>", "green"], ["secret", "teal", "recording 1"]]) {
      const { id } = await pupil.classes.add(name);
      await pupil.pictures.add(id, await several(6, colour), { source });
    }
    await pupil.training.set({ epochs: 3 });
    const { model, inUse } = await pupil.train({ method: "denseHead" });
    if (!inUse) await pupil.models.use(model);
    await pupil.classes.enable(3, false);
    /** The files of an archive by their names. */
    globalThis.filesOf = async (format) => {
      const { entries } = await readZip(await pupil.exports.write(format));
      return new Map(await Promise.all(entries.map(async ({ name, read }) => [name, await read()])));
    };
  };

  test("have a card in plain words and a check, and nothing of a class that is off", async () => {
    await page.evaluate(made);
    const found = await page.evaluate(async (formats) => {
      const texts = async (format) => {
        const files = await filesOf(format);
        const isText = (name) => /\.(md|txt|py|json)$/.test(name);
        return { names: [...files.keys()].sort(), texts: Object.fromEntries(await Promise.all([...files].filter(([name]) => isText(name)).map(async ([name, file]) => [name, await file.text()]))) };
      };
      const all = {};
      for (const format of formats) all[format] = await texts(format);
      const [known] = pupil.project.models.filter(({ inUse }) => inUse);
      return { all, known: known.info, day: new Date().toISOString().slice(0, 10), html: await (await pupil.exports.write("page")).text() };
    }, Object.keys(OWN));
    const { trainingPictures, validationPictures, bestEpoch, epochs } = found.known;
    for (const [format, { names, texts }] of Object.entries(found.all)) {
      assert.deepEqual(names, ["CARD.md", "README.md", "check.json", "check.png", "labels.txt", ...OWN[format]].sort(), format);
      assert.equal(texts["labels.txt"], "red\nblue, the\n</script>\n");
      const { labels, probabilities, tolerance, picture } = JSON.parse(texts["check.json"]);
      assert.deepEqual([labels, probabilities.length, picture], [["red", "blue, the", "</script>"], 3, "check.png"]);
      assert.ok(Math.abs(probabilities.reduce((sum, each) => sum + each) - 1) < 1e-6 && tolerance <= DRAWN);
      // The lines that compare: a program, or in the guide.
      const lines = texts["check.py"] ?? texts["README.md"];
      for (const word of ["check.json", "tolerance", "probabilities", "check.png"]) assert.ok(lines.includes(word) || (word === "check.png" && lines.includes('check["picture"]')), `${format}: ${word}`);
      for (const line of [
        `Exported from Pupil on ${found.day}.`, "- red: 6 pictures from 6 sources", "- </script>: 6 pictures from 6 sources", `${validationPictures} pictures that were held out`, "(95 % interval)",
        "These figures are of the 4 classes that it learned, 1 more than are exported.", "## What it does not know", "- Network: efficientnet_lite0, pictures of 224 × 224 pixels",
        `- Learned from ${trainingPictures} pictures, ${validationPictures} held out`, `- Best epoch: ${bestEpoch} of ${epochs.length}`, "- Licence of the pretrained weights: Apache-2.0.", '"method": "denseHead"',
      ]) assert.ok(texts["CARD.md"].includes(line), `${format}: ${line}\n${texts["CARD.md"]}`);
      for (const [name, text] of Object.entries(texts)) assert.ok(!text.includes("secret"), `${format}: ${name}`);
    }
    // What is packed in Base64 may spell anything by chance.
    const [, about] = found.html.match(/<script type="application\/json" id="about">(.*?)<\/script>/s) ?? [];
    assert.ok(about.includes("Licence of the pretrained weights: Apache-2.0.") && !about.includes("secret"));
  });

  test("give what Pupil answers in ONNX Runtime: numbers in, and photos of many sizes in", async (t) => {
    const photos = PHOTOS ? FOLDERS.flatMap(([folder, count]) => some(join(PHOTOS, folder), count)) : [];
    if (!PHOTOS) t.diagnostic("no photos: PUPIL_TEST_PHOTOS names no folder of test photos");
    photos.forEach((photo, index) => browser.server.pages.set(`/photo/${index}.jpg`, readFileSync(photo)));
    await page.evaluate(made);
    const found = await page.evaluate(async (count) => {
      const ort = await import("/tests/exports/node_modules/onnxruntime-web/dist/ort.wasm.min.mjs");
      Object.assign(ort.env.wasm, { numThreads: 1, wasmPaths: "/tests/exports/node_modules/onnxruntime-web/dist/" });
      const files = await filesOf("onnx");
      const session = async (name) => ort.InferenceSession.create(await files.get(name).arrayBuffer());
      const [photo, plain] = [await session("model.onnx"), await session("model-plain.onnx")];
      const run = async (model, input) => [...(await model.run(input)).probabilities.data];
      const furthest = (found, expected) => Math.max(...expected.map((each, index) => Math.abs(found[index] - each)));
      /** As the guide has it. */
      const levelsOf = async (file) => {
        const bitmap = await createImageBitmap(file);
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
        context.drawImage(bitmap, 0, 0);
        const { data, width, height } = context.getImageData(0, 0, bitmap.width, bitmap.height);
        return { rgb: Uint8Array.from(data.filter((_, index) => index % 4 < 3)), width, height };
      };
      const answerOf = async (file) => {
        const { rgb, width, height } = await levelsOf(file);
        return run(photo, { image: new ort.Tensor("uint8", rgb, [1, height, width, 3]) });
      };
      const { probabilities, input: { size, rescale, mean, std } } = JSON.parse(await files.get("check.json").text());
      const { rgb } = await levelsOf(files.get("check.png"));
      const planes = Float32Array.from({ length: 3 * size * size }, (_, index) => {
        const [channel, pixel] = [Math.floor(index / (size * size)), index % (size * size)];
        return (rgb[3 * pixel + channel] * rescale - mean[channel]) / std[channel];
      });
      const check = [await answerOf(files.get("check.png")), await run(plain, { input: new ort.Tensor("float32", planes, [1, 3, size, size]) })];
      const differences = [];
      for (let index = 0; index < count; index++) {
        const file = await (await fetch(`/photo/${index}.jpg`)).blob();
        const { scores } = await pupil.classify(file);
        differences.push(furthest(await answerOf(file), scores.map(({ score }) => score)));
      }
      return { check: check.map((each) => furthest(each, probabilities)), differences, unsure: Math.max(...probabilities) < 0.9 };
    }, photos.length);
    assert.ok(found.unsure && found.check.every((difference) => difference <= EXACT), String(found.check));
    if (PHOTOS) {
      assert.equal(found.differences.length, 25);
      assert.ok(Math.max(...found.differences) <= RESIZED, String(found.differences));
      t.diagnostic(`25 photos: ${Math.max(...found.differences).toExponential(1)} at most`);
    }
  });

  test("give what Pupil answers in Teachable Machine's library", async (t) => {
    await page.evaluate(made);
    const files = await page.evaluate(async () => {
      const text = async (file) => (await new Response(file).arrayBuffer().then((buffer) => new Uint8Array(buffer))).reduce((all, byte) => all + String.fromCharCode(byte), "");
      return Object.fromEntries(await Promise.all([...(await filesOf("tfjs"))].map(async ([name, file]) => [name, await text(file)])));
    });
    for (const [name, text] of Object.entries(files)) browser.server.pages.set(`/exported/${name}`, Buffer.from(text, "latin1"));
    for (const url of ["/tests/exports/node_modules/@tensorflow/tfjs/dist/tf.min.js", "/tests/exports/node_modules/@teachablemachine/image/dist/teachablemachine-image.min.js"]) await page.addScriptTag({ url });
    // As the guide has it.
    const found = await page.evaluate(async () => {
      await tf.setBackend("cpu");
      const model = await tmImage.load("/exported/model.json", "/exported/metadata.json");
      const picture = new Image();
      picture.src = "/exported/check.png";
      await picture.decode();
      const answers = await model.predict(picture);
      const { probabilities } = await (await fetch("/exported/check.json")).json();
      return { names: answers.map(({ className }) => className), difference: Math.max(...answers.map(({ probability }, index) => Math.abs(probability - probabilities[index]))) };
    });
    assert.deepEqual(found.names, ["red", "blue, the", "</script>"]);
    assert.ok(found.difference <= DRAWN, String(found.difference));
    t.diagnostic(`differs by ${found.difference.toExponential(1)}`);
  });
});

/** So many photos of a folder, evenly apart. @param {string} folder @param {number} count */
function some(folder, count) {
  const photos = readdirSync(folder).filter((name) => name.endsWith(".jpg")).sort();
  return photos.filter((_, index) => index % Math.floor(photos.length / count) === 0).slice(0, count).map((name) => join(folder, name));
}
