/** A project is saved to a file and opened again: as a new one, or merged; also what is left of a damaged file. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { suite, test } from "node:test";
import { onOwnPages } from "./browser.js";

const BUILT = existsSync(new URL("../../pkg/dist/pupil.js", import.meta.url));

let page;
const browser = onOwnPages((fresh) => (page = fresh));

/** A project with something of everything, and its file. */
const saved = async (options = {}) => {
  const pupil = await twoClasses(options, 4);
  globalThis.pupil = pupil;
  await pupil.projects.rename(0, "Colours");
  const off = await pupil.classes.add("off/CON");
  const frames = (await several(2, "green")).map((file) => new Blob([file], { type: file.type }));
  await pupil.pictures.add(off.id, frames, { source: "recording 1" });
  await pupil.classes.enable(off.id, false);
  await pupil.pictures.enable([1], false);
  await pupil.pictures.setAside([2, 6], true);
  await pupil.training.set({ epochs: 7 });
  await pupil.train();
  await pupil.train();
  const { models } = pupil.project;
  if (!models.some(({ inUse }) => inUse)) await pupil.models.use(1);
  await pupil.pictures.remove([3]);
  return pupil.projects.save();
};

/** All that a project says, but its own id. */
const facts = ({ id, instant, ...project }) => project;

for (const [engine, assets, skip] of [["fake", "/tests/npm/fake-engine/", false], ["real", "/pkg/dist/", BUILT ? false : "pkg/dist is not built: cargo xtask pkg"]]) {
  test(`saved here and opened elsewhere, everything is there, and answers are the same (${engine} engine)`, { skip }, async () => {
    await page.evaluate(`globalThis.saved = ${saved}`);
    const found = await page.evaluate(async (assets) => {
      const zip = await saved({ assets });
      const file = await drawn("blue");
      const before = { project: pupil.project, scores: (await pupil.classify(file)).scores, infos: await pupil.pictures.info([0, 2, 8]) };
      const originals = await Promise.all([0, 8].map(async (id) => (await (await pupil.pictures.original(id)).text()).length));
      // Another computer: nothing is there.
      const other = await create({ assets });
      const imported = await other.projects.import(zip);
      const untouched = other.project.classes.length;
      await other.projects.open(imported.id);
      const { scores } = await other.classify(file);
      await other.models.use(2);
      await other.models.use(1);
      const after = { project: other.project, scores, infos: await other.pictures.info([0, 2, 8]) };
      const again = await Promise.all([0, 8].map(async (id) => (await (await other.pictures.original(id)).text()).length));
      const inUse = before.project.models.find(({ inUse }) => inUse).id;
      if (other.project.models.find(({ inUse }) => inUse).id !== inUse) await other.models.use(inUse);
      return { before, after: { ...after, project: other.project }, imported, untouched, originals, again, thumbnail: (await other.pictures.thumbnail(0)).type };
    }, assets);
    assert.deepEqual(found.imported, { id: 1, name: "Colours", pictures: 9, duplicates: 0, missing: [], sameNetwork: true });
    assert.deepEqual(facts(found.after.project), facts(found.before.project));
    assert.deepEqual(found.after.scores.map(({ label }) => label), found.before.scores.map(({ label }) => label));
    // The same numbers may be added up in another order: 6e-8 were seen.
    for (const [index, { score }] of found.after.scores.entries()) assert.ok(Math.abs(score - found.before.scores[index].score) < 1e-6, JSON.stringify(found));
    assert.deepEqual(found.after.infos, found.before.infos);
    assert.deepEqual([found.untouched, found.again, found.thumbnail], [0, found.originals, "image/jpeg"]);
  });
}

/** The names in a zip, read by the package itself. */
const listed = async (zip) => (await (await import("/pkg/lib/shared/zip.js")).readZip(zip)).entries.map(({ name }) => name);

suite("a project file", () => {
  test("is an ordinary folder of images for a zip program", async () => {
    await page.evaluate(`globalThis.saved = ${saved}; globalThis.listed = ${listed}`);
    const names = await page.evaluate(async () => listed(await saved()));
    assert.deepEqual(names, [
      "pupil.json", "README.txt", "continue.py", "pupil/models/1.safetensors", "pupil/models/2.safetensors", "pupil/embeddings/0.f32",
      "train/red/red-0.png", "train/red/red-1.png", "test/red/red-2.png",
      "train/blue/blue-0.png", "train/blue/blue-1.png", "test/blue/blue-2.png", "train/blue/blue-3.png",
      "train/off_CON/recording 1.png", "train/off_CON/recording 1 (2).png", "pupil/network.safetensors",
    ]);
  });

  test("carries what goes on with it in PyTorch, and the network; where they cannot be fetched, it is saved without", async () => {
    await page.evaluate(`globalThis.saved = ${saved}; globalThis.listed = ${listed}`);
    const texts = await page.evaluate(async () => {
      const { entries } = await (await import("/pkg/lib/shared/zip.js")).readZip(await saved());
      const text = async (wanted) => (await entries.find(({ name }) => name === wanted).read()).text();
      return Promise.all(["continue.py", "README.txt", "pupil/network.safetensors"].map(text));
    });
    assert.equal(texts[0], readFileSync("pkg/lib/worker/archive/continue.py", "utf8"));
    assert.match(texts[1], /python continue\.py/);
    assert.equal(texts[2], readFileSync("tests/npm/fake-engine/efficientnet_lite0.safetensors", "utf8"));
    const without = async (files) => {
      await page.context().route(files, (route) => route.abort());
      const names = await page.evaluate(async () => listed(await pupil.projects.save()));
      await page.context().unroute(files);
      return ["continue.py", "pupil/network.safetensors", "train/blue/blue-0.png"].map((name) => names.includes(name));
    };
    assert.deepEqual(await without("**/*.safetensors"), [true, false, true]);
    assert.deepEqual(await without("**/continue.py"), [false, false, true]);
  });

  test("cut off at many places: what is whole comes in, the rest is told, and the answers are the same", async () => {
    await page.evaluate(`globalThis.saved = ${saved}; globalThis.listed = ${listed}`);
    const found = await page.evaluate(async () => {
      const zip = await saved();
      const file = await drawn("blue");
      const { scores } = await pupil.classify(file);
      const other = await create();
      const cuts = [];
      for (let part = 1; part < 16; part++) {
        const cut = zip.slice(0, Math.floor((zip.size * part) / 16));
        const imported = await other.projects.import(cut).catch(({ code }) => ({ code }));
        cuts.push({ whole: await listed(cut), ...imported, projects: (await other.projects.list()).length });
      }
      // The first one that has pictures, and not all.
      await other.projects.open(cuts.find(({ pictures }) => pictures > 0).id);
      const { classes, models } = other.project;
      const answers = (await other.classify(file)).scores;
      return { cuts, scores, answers, opened: { pictures: classes.flatMap((each) => each.pictures).length, models: models.length } };
    });
    const are = (whole, start) => whole.filter((name) => name.startsWith(start)).length;
    let projects = 1;
    for (const { whole, code, pictures, missing, ...now } of found.cuts) {
      if (!whole.includes("pupil.json")) assert.equal(code, "not_a_project");
      else assert.deepEqual([pictures, missing.length, ++projects], [are(whole, "t"), 9 + 2 - are(whole, "t") - are(whole, "pupil/models"), now.projects]);
    }
    const between = found.cuts.find(({ pictures }) => pictures > 0);
    assert.ok(between.pictures < 9 && found.cuts.some(({ code }) => code), "some were cut off between pictures, and one before everything");
    assert.deepEqual(found.opened, { pictures: between.pictures, models: 2 });
    assert.deepEqual(found.answers, found.scores, "the answers are the same");
  });

  test("damaged where it says what it is: its folders are read", async () => {
    await page.evaluate(`globalThis.saved = ${saved}`);
    const found = await page.evaluate(async () => {
      const bytes = new Uint8Array(await (await saved()).arrayBuffer());
      bytes.fill(0, 60, 90); // in pupil.json, behind its header
      const other = await create();
      const imported = await other.projects.import(new File([bytes], "colours.zip"));
      await other.projects.open(imported.id);
      return { imported, classes: other.project.classes.map(({ name, pictures }) => [name, pictures.length]), aside: other.project.asidePictures.length };
    });
    assert.deepEqual(found, { imported: { id: 1, name: "colours", pictures: 9, duplicates: 0, missing: ["pupil.json"], sameNetwork: true }, classes: [["red", 3], ["blue", 4], ["off_CON", 2]], aside: 2 });
  });

  test("of a newer version, or no project file: told, and nothing changes", async () => {
    const found = await page.evaluate(async () => {
      const { writeZip } = await import("/pkg/lib/shared/zip.js");
      const { collector } = await import("/pkg/lib/worker/archive/collect.js");
      const zipped = async (name, text) => {
        const { stream, file } = collector("application/zip");
        await writeZip((async function* () {
          yield { name, data: new Blob([text]) };
        })(), stream);
        return file();
      };
      const pupil = await twoClasses();
      const newer = await zipped("pupil.json", JSON.stringify({ format: "pupil-project", version: 2, pupil: "9.0.0" }));
      const files = [newer, await zipped("pupil.json", `{"format":"else"}`), await zipped("cat/1.png", ""), new Blob(["no zip"])];
      const known = await Promise.all(files.map(isProjectFile));
      const codes = [];
      for (const merge of [false, true]) for (const file of files) codes.push(await codeOf(pupil.projects.import(file, { merge })));
      return { known, codes, projects: (await pupil.projects.list()).length, pictures: pupil.project.classes.map(({ pictures }) => pictures.length) };
    });
    const codes = ["newer_file", "not_a_project", "not_a_project", "not_a_project"];
    assert.deepEqual(found, { known: [true, false, false, false], codes: [...codes, ...codes], projects: 1, pictures: [3, 3] });
  });

  test("with names that are blank: the project is called after the file, and a class without a name makes the folders count", async () => {
    await page.evaluate(`globalThis.saved = ${saved}`);
    const found = await page.evaluate(async () => {
      const { readZip, writeZip } = await import("/pkg/lib/shared/zip.js");
      const { collector } = await import("/pkg/lib/worker/archive/collect.js");
      const { entries } = await readZip(await saved());
      /** Opens the file with another description. */
      const opened = async (change, fileName) => {
        const { stream, file } = collector("application/zip");
        await writeZip((async function* () {
          for (const { name, read } of entries) {
            const data = await read();
            yield { name, data: name === "pupil.json" ? new Blob([JSON.stringify(change(JSON.parse(await data.text())))]) : data };
          }
        })(), stream);
        const { id, name, missing } = await pupil.projects.import(new File([file()], fileName));
        await pupil.projects.open(id);
        return [name, missing, pupil.project.classes.map(({ name, pictures }) => [name, pictures.length])];
      };
      const blank = (description) => ({ ...description, name: " " });
      const nameless = (description) => ({ ...description, classes: description.classes.map((each) => (each.name === "red" ? { ...each, name: "\u0085 " } : each)) });
      return [await opened(blank, "Birds.zip"), await opened(blank, ".zip"), await opened(nameless, "a.zip")];
    });
    const classes = [["red", 3], ["blue", 4], ["off/CON", 2]];
    assert.deepEqual(found, [["Birds", [], classes], ["Project", [], classes], ["a", ["pupil.json"], [["red", 3], ["blue", 4], ["off_CON", 2]]]]);
  });

  test("merged: classes of the same name meet, the same pictures come once", async () => {
    await page.evaluate(`globalThis.saved = ${saved}`);
    const found = await page.evaluate(async () => {
      const zip = await saved();
      const other = await create();
      const blue = await other.classes.add("blue");
      await other.pictures.add(blue.id, [await drawn("blue", "own.png"), await pupil.pictures.original(4)]);
      const steps = [];
      const first = await other.projects.import(zip, { merge: true, onProgress: ({ done, total }) => steps.push(`${done}/${total}`) });
      const { classes, disabledPictures, asidePictures, settings } = other.project;
      const second = await other.projects.import(zip, { merge: true });
      const names = async (ids) => (await other.pictures.info(ids)).map(({ name }) => name);
      const recorded = (await other.pictures.info(classes[2].pictures)).map(({ source }) => source);
      return { first, second, classes, disabled: await names(disabledPictures), aside: await names(asidePictures), epochs: settings.epochs, recorded, last: steps.at(-1), unchanged: JSON.stringify(other.project.classes) === JSON.stringify(classes) };
    });
    const merged = { id: 0, name: "My project", missing: [], sameNetwork: true };
    assert.deepEqual([found.first, found.second], [{ ...merged, pictures: 8, duplicates: 1 }, { ...merged, pictures: 0, duplicates: 9 }]);
    assert.deepEqual(found.classes.map(({ name, enabled, pictures }) => [name, enabled, pictures.length]), [["blue", true, 5], ["red", true, 3], ["off/CON", false, 2]]);
    assert.deepEqual([found.disabled, found.aside.sort(), found.epochs, found.recorded], [["red-1.png"], ["blue-2.png", "red-2.png"], 20, ["recording 1", "recording 1"]]);
    assert.deepEqual([found.last, found.unchanged], ["9/9", true]);
  });

  test("merged: names that look the same are one class, and so are those that differ in capitals, unless the file has both", async () => {
    await page.evaluate(`globalThis.saved = ${saved}`);
    const found = await page.evaluate(async () => {
      const zip = await saved();
      const { id } = await pupil.classes.add("BLUE");
      await pupil.pictures.add(id, [await drawn("navy")]);
      const both = await pupil.projects.save();
      const merged = async (names, file) => {
        const other = await create();
        for (const name of names) await other.classes.add(name);
        await other.projects.import(file, { merge: true });
        return other.project.classes.map(({ name, pictures }) => [name, pictures.length]);
      };
      return [await merged(["Red", "bl\u00adue", "off/CON\u200b"], zip), await merged(["Blue", "red"], both)];
    });
    assert.deepEqual(found, [
      [["Red", 3], ["bl\u00adue", 4], ["off/CON\u200b", 2]],
      [["Blue", 0], ["red", 3], ["blue", 4], ["off/CON", 2], ["BLUE", 1]],
    ]);
  });

  test("is told from other files by what is in it", async () => {
    await page.evaluate(`globalThis.saved = ${saved}`);
    const found = await page.evaluate(async () => {
      const zip = await saved();
      const bytes = new Uint8Array(await zip.arrayBuffer());
      const damaged = bytes.slice().fill(0, 60, 90); // in pupil.json, behind its header
      const without = bytes.slice();
      const text = new TextDecoder("latin1").decode(bytes);
      for (let at = text.indexOf("pupil.json"); at >= 0; at = text.indexOf("pupil.json", at + 1)) without[at] = 80; // "Pupil.json"
      const files = { zip, cut: zip.slice(0, zip.size / 2), damaged: new Blob([damaged]), without: new Blob([without]), text: new Blob(["PK, in a text"]), empty: new Blob([]) };
      return Promise.all(Object.entries(files).map(async ([name, file]) => [name, await isProjectFile(file)]));
    });
    assert.deepEqual(Object.fromEntries(found), { zip: true, cut: true, damaged: true, without: false, text: false, empty: false });
  });

  test("stopped, or without room: nothing half done", async () => {
    await page.evaluate(`globalThis.saved = ${saved}`);
    browser.server.prelude = `
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (value, key) {
        if (this.name === "originals" && key === 4 && this.transaction.db.name.includes("/")) throw new DOMException("There is no room.", "QuotaExceededError");
        return put.call(this, value, key);
      };`;
    const found = await page.evaluate(async () => {
      const zip = await saved({ store: "room" });
      const codes = [await codeOf(pupil.projects.import(zip))];
      const stop = new AbortController();
      codes.push(await codeOf(pupil.projects.import(zip, { signal: stop.signal, onProgress: ({ done }) => done === 2 && stop.abort() })));
      codes.push(await codeOf(pupil.projects.save({ signal: AbortSignal.abort() })));
      const databases = (await indexedDB.databases()).map(({ name }) => name).filter((name) => name.startsWith("room"));
      return { codes, databases, projects: (await pupil.projects.list()).length };
    });
    assert.deepEqual(found, { codes: ["storage_full", "aborted", "aborted"], databases: ["room"], projects: 1 });
  });

  test("is written to the disk right away where there is a place for it, and one that is stopped leaves what was there", async () => {
    await page.evaluate(`globalThis.saved = ${saved}; globalThis.listed = ${listed}`);
    const found = await page.evaluate(async () => {
      const zip = await saved();
      const to = await (await navigator.storage.getDirectory()).getFileHandle("project.zip", { create: true });
      const file = await pupil.projects.save({ to });
      const names = await listed(file);
      const stop = new AbortController();
      const code = await codeOf(pupil.projects.save({ to, signal: stop.signal, onProgress: ({ done }) => done === 2 && stop.abort() }));
      return { same: names.join() === (await listed(zip)).join(), code, size: (await to.getFile()).size === file.size };
    });
    assert.deepEqual(found, { same: true, code: "aborted", size: true });
  });

  test("on a disk that is full: told, what was there stays, and so does the project", async () => {
    await page.evaluate(`globalThis.saved = ${saved}`);
    // The disk takes so many bytes, then no more.
    browser.server.prelude = `
      const { createWritable } = FileSystemFileHandle.prototype;
      let room = Infinity;
      new BroadcastChannel("room").onmessage = ({ data }) => (room = data);
      FileSystemFileHandle.prototype.createWritable = async function () {
        const file = (await createWritable.call(this)).getWriter();
        const write = (chunk) => {
          if ((room -= chunk.length) < 0) throw new DOMException("It is full.", "QuotaExceededError");
          return file.write(chunk);
        };
        return new WritableStream({ write, close: () => file.close(), abort: (reason) => file.abort(reason) });
      };`;
    const found = await page.evaluate(async () => {
      const whole = (await saved()).size;
      const to = await (await navigator.storage.getDirectory()).getFileHandle("full.zip", { create: true });
      await pupil.projects.save({ to });
      await pupil.instant.learn(); // what it would learn meanwhile by itself
      const before = JSON.stringify(pupil.project);
      const tried = [];
      for (const bytes of [0, 1000, whole - 1]) {
        new BroadcastChannel("room").postMessage(bytes);
        const { code, message } = await pupil.projects.save({ to }).catch((error) => error);
        tried.push([code, /^The file could not be written: there is no room left\. Nothing is lost here\./.test(message), (await to.getFile()).size === whole]);
      }
      new BroadcastChannel("room").postMessage(whole);
      return { tried, after: (await pupil.projects.save({ to })).size === whole, same: JSON.stringify(pupil.project) === before };
    });
    assert.deepEqual(found, { tried: Array(3).fill(["not_written", true, true]), after: true, same: true });
  });

  test("is without what the browser has lost: told, and all else is in it", async () => {
    await page.evaluate(`globalThis.saved = ${saved}; globalThis.listed = ${listed}`);
    // As Chromium says it where the file behind a record is gone.
    browser.server.prelude = `
      const { get } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.get = function (key) {
        if (this.name === "originals" && key === 6) throw new DOMException("Data lost due to missing file.", "NotReadableError");
        return get.call(this, key);
      };`;
    const found = await page.evaluate(async () => {
      await saved({ store: "lost" });
      const opening = indexedDB.open("lost");
      await new Promise((resolve) => (opening.onsuccess = resolve));
      const transaction = opening.result.transaction("originals", "readwrite");
      for (const lost of [0, 8]) transaction.objectStore("originals").delete(lost); // a file of its own, and a frame
      await new Promise((resolve) => (transaction.oncomplete = resolve));
      const zip = await pupil.projects.save();
      const { code, message, details } = pupil.eventsOf("notice").at(-1);
      const other = await create();
      const { pictures, missing } = await other.projects.import(zip);
      return { names: (await listed(zip)).filter((name) => /^t/.test(name)), code, message, lost: details.names, pictures, missing };
    });
    assert.deepEqual(found.names, [
      "train/red/red-1.png", "test/red/red-2.png", "train/blue/blue-0.png", "train/blue/blue-1.png", "train/blue/blue-3.png", "train/off_CON/recording 1.png",
    ]);
    assert.deepEqual([found.code, found.lost], ["picture_lost", ["red-0.png", "blue-2.png", "recording 1"]]);
    assert.match(found.message, /^3 pictures are not in the file, because the browser has lost them \(red-0\.png, blue-2\.png, recording 1\)\./);
    assert.deepEqual([found.pictures, found.missing], [6, ["train/red/red-0.png", "test/blue/blue-2.png", "train/off_CON/recording 1"]]);
  });

  test("brings a network's own weights; without them, the pictures are looked at anew", async () => {
    const found = await page.evaluate(async () => {
      const pupil = await twoClasses();
      await pupil.networks.load(new File([await (await fetch("/tests/npm/fake-engine/efficientnet_lite2.safetensors")).blob(), "\n"], "own.safetensors"));
      await pupil.train();
      const file = await drawn("blue");
      const { scores } = await pupil.classify(file);
      const zip = await pupil.projects.save();
      const other = await create();
      const { id, sameNetwork } = await other.projects.import(zip);
      await other.projects.open(id);
      const same = JSON.stringify((await other.classify(file)).scores) === JSON.stringify(scores);
      const [{ name }] = other.project.backbones.filter(({ inUse }) => inUse);
      await other.projects.open(0);
      const used = other.project.backbones.find((each) => each.name === name).id;
      const inUse = await codeOf(other.networks.remove(used));
      // A byte of the weights is damaged.
      const bytes = new Uint8Array(await zip.arrayBuffer());
      const text = new TextDecoder("latin1").decode(bytes);
      const header = text.indexOf("pupil/network.safetensors");
      bytes[header + "pupil/network.safetensors".length + new DataView(bytes.buffer).getUint16(header - 2, true)] ^= 1;
      const third = await create();
      const without = await third.projects.import(new Blob([bytes]));
      await third.projects.open(without.id);
      const learnt = (await third.classify(file)).scores.find(({ label }) => label === "blue").score;
      return { sameNetwork, same, name, inUse, without: [without.pictures, without.sameNetwork], backbone: third.project.backbone, learnt };
    });
    const { learnt, ...rest } = found;
    assert.deepEqual(rest, { sameNetwork: true, same: true, name: "own.safetensors", inUse: "backbone_in_use", without: [6, false], backbone: "toy" });
    assert.ok(learnt > 0.5);
  });
});
