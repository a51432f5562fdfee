/** Pictures going in and out, against the fake engine. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

let page;
const browser = onOwnPages((fresh) => (page = fresh));

test("adds files with a result for each: added, duplicate, failed", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await create();
    const { id } = await pupil.classes.add("red");
    const other = await pupil.classes.add("other");
    const one = await drawn("red", "one.png");
    const damaged = new File([(await one.arrayBuffer()).slice(0, 60)], "damaged.png");
    const progress = [];
    const result = await pupil.pictures.add(id, [one, new File([one], "copy.png"), damaged, new File(["text"], "notes.txt"), await drawn("red", "two.png")], {
      onProgress: ({ stage, done, total }) => progress.push(`${stage} ${done}/${total}`),
    });
    const elsewhere = await pupil.pictures.add(other.id, [one]);
    return { result, progress, elsewhere, pictures: pupil.project.classes[0].pictures, sources: pupil.project.classes[0].sources };
  });
  assert.deepEqual(found.result.added.map(({ name }) => name), ["one.png", "two.png"]);
  assert.match(found.result.added[0].source, /^file:[0-9a-f]{64}$/);
  assert.deepEqual(found.result.duplicates, ["copy.png"]);
  assert.deepEqual(found.result.failed.map(({ name, code }) => [name, code]), [["damaged.png", "broken_picture"], ["notes.txt", "unsupported_format"]]);
  assert.deepEqual(found.progress, ["pictures 1/5", "pictures 2/5", "pictures 3/5", "pictures 4/5", "pictures 5/5"]);
  assert.deepEqual(found.result.elsewhere, []);
  assert.deepEqual([found.elsewhere.added.length, found.elsewhere.elsewhere], [1, [{ name: "one.png", classId: 0 }]]);
  assert.deepEqual(found.pictures, [0, 1]);
  assert.equal(found.sources, 2);
});

test("lets the browser decode what the engine does not know", async () => {
  const names = await page.evaluate(async () => {
    const pupil = await create();
    const { id } = await pupil.classes.add("red");
    await pupil.pictures.add(id, [await drawn("red", "red.webp", "image/webp")]);
    const { scores } = await pupil.classify(await drawn("red", "red.jpg", "image/jpeg"));
    return [(await pupil.pictures.info([0]))[0].name, scores[0].label];
  });
  assert.deepEqual(names, ["red.webp", "swatch"]);
});

test("a recording's frames have one source", async () => {
  const { classes, infos } = await page.evaluate(async () => {
    const pupil = await create();
    const { id } = await pupil.classes.add("red");
    const frames = (await several(3, "red")).map((file) => file.slice());
    const { added } = await pupil.pictures.add(id, frames, { source: "recording 1" });
    return { classes: pupil.project.classes, infos: await pupil.pictures.info(added.map((picture) => picture.id)) };
  });
  assert.equal(classes[0].sources, 1);
  assert.deepEqual(infos.map(({ name, source }) => [name, source]), Array(3).fill(["recording 1", "recording 1"]));
});

test("frames in a row that are nearly the same have one source, in whichever class they are", async () => {
  const { sources, again } = await page.evaluate(async () => {
    const pupil = await create();
    const [first, second] = [await pupil.classes.add("first"), await pupil.classes.add("second")];
    const [red, blue] = [await drawn("red"), await drawn("blue")];
    // Bytes after a PNG's end change its hash, not its picture.
    const frame = (picture, name) => new File([picture, name], name);
    const files = ["a_0001.png", "a_0002.png", "b_0003.png", "a_0004.png", "1.png", "2.png"].map((name) => frame(red, name));
    const { added } = await pupil.pictures.add(first.id, [...files.slice(0, 2), frame(blue, "a_0003.png"), ...files.slice(2)]);
    const again = await pupil.pictures.add(second.id, [files[1]]);
    const sources = added.map(({ source }) => added.findIndex((other) => other.source === source));
    return { sources, again: again.added[0].source === added[0].source };
  });
  assert.deepEqual(sources, [0, 0, 2, 3, 4, 5, 6]);
  assert.equal(again, true);
});

test("stores the file as it was added, and a thumbnail of the square", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await create();
    const { id } = await pupil.classes.add("red");
    const file = await drawn("red");
    await pupil.pictures.add(id, [file]);
    const [original, thumbnail] = [await pupil.pictures.original(0), await pupil.pictures.thumbnail(0)];
    const { width, height } = await createImageBitmap(thumbnail);
    const same = new Uint8Array(await original.arrayBuffer()).join() === new Uint8Array(await file.arrayBuffer()).join();
    return { same, type: original.type, thumbnail: [thumbnail.type, width, height] };
  });
  assert.deepEqual(found, { same: true, type: "image/png", thumbnail: ["image/jpeg", 112, 112] });
});

test("moves, disables, removes and restores pictures", async () => {
  const steps = await page.evaluate(async () => {
    const pupil = await twoClasses();
    const seen = () => ({ red: pupil.project.classes[0].pictures, blue: pupil.project.classes[1].pictures, disabled: pupil.project.disabledPictures });
    const steps = [seen()];
    await pupil.pictures.move([0, 1], 1);
    steps.push(seen());
    await pupil.pictures.enable([1], false);
    await pupil.pictures.remove([0, 1, 3]);
    await pupil.pictures.remove([0]);
    steps.push(seen());
    steps.push(await codeOf(pupil.pictures.move([0], 0)));
    await pupil.pictures.restore([0, 1, 3]);
    steps.push(seen());
    return steps;
  });
  assert.deepEqual(steps, [
    { red: [0, 1, 2], blue: [3, 4, 5], disabled: [] },
    { red: [2], blue: [0, 1, 3, 4, 5], disabled: [] },
    { red: [2], blue: [4, 5], disabled: [] },
    "unknown_picture",
    { red: [2], blue: [0, 1, 3, 4, 5], disabled: [1] },
  ]);
});

test("removes and restores a class with its pictures, but not those removed before", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    await pupil.train();
    await pupil.pictures.remove([1]);
    await pupil.classes.remove(0);
    const without = pupil.project.classes.map(({ name }) => name);
    const code = await codeOf(pupil.pictures.restore([1]));
    await pupil.classes.restore(0);
    await pupil.pictures.restore([1]);
    return { without, code, classes: pupil.project.classes.map(({ name, pictures }) => [name, pictures]), needsTraining: pupil.project.needsTraining };
  });
  assert.deepEqual(found, { without: ["blue"], code: "unknown_class", classes: [["red", [0, 1, 2]], ["blue", [3, 4, 5]]], needsTraining: false });
});

test("stops adding when aborted; what is in stays in", async () => {
  browser.server.faults.set("addPicture", Array(10).fill("slow"));
  const found = await page.evaluate(async () => {
    const pupil = await create();
    const { id } = await pupil.classes.add("red");
    const abort = new AbortController();
    const onProgress = ({ done }) => done === 2 && abort.abort();
    const error = await pupil.pictures.add(id, await several(10, "red"), { onProgress, signal: abort.signal }).catch((error) => error);
    const early = await codeOf(pupil.pictures.add(id, [await drawn("red")], { signal: AbortSignal.abort() }));
    const there = error.details.result.added.map(({ id }) => id);
    return { code: error.code, early, there, pictures: pupil.project.classes[0].pictures };
  });
  assert.equal(found.code, "aborted");
  assert.equal(found.early, "aborted");
  assert.deepEqual(found.there, found.pictures, "the error says what is in");
  assert.ok(found.pictures.length >= 2 && found.pictures.length <= 4, String(found.pictures));
});
