/** What is stored comes back; what cannot be stored changes nothing. Against the fake engine. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

let page;
const browser = onOwnPages((fresh) => (page = fresh));

test("brings everything back when the browser starts again, and deletes what was removed", async () => {
  const left = await page.evaluate(async () => {
    const pupil = await twoClasses({ store: "back" });
    const extra = await pupil.classes.add("extra");
    await pupil.pictures.add(extra.id, [await drawn("green")]);
    await pupil.training.set({ epochs: 7 });
    await pupil.train();
    await pupil.pictures.enable([1], false);
    await pupil.pictures.remove([2]);
    await pupil.classes.remove(extra.id);
    return pupil.project;
  });
  await browser.restart();
  page = await browser.page();
  const { project, predicted, restored, thumbnail, progress } = await page.evaluate(async () => {
    const progress = [];
    const pupil = await create({ store: "back", onProgress: ({ stage, done, total }) => progress.push(`${stage} ${done}/${total}`) });
    const { project } = pupil;
    const { scores } = await pupil.classify(await drawn("blue"));
    return {
      project, progress, predicted: scores[1].score, restored: [await codeOf(pupil.classes.restore(2)), await codeOf(pupil.pictures.restore([2]))],
      thumbnail: (await pupil.pictures.thumbnail(0)).type,
    };
  });
  // The instant model is not stored: it learns anew.
  assert.deepEqual({ ...project, instant: null }, { ...left, instant: null });
  assert.deepEqual(restored, ["unknown_class", "unknown_picture"]);
  assert.ok(predicted > 0.9);
  assert.equal(thumbnail, "image/jpeg");
  assert.ok(progress.includes("restore 5/5"), progress.join());
});

test("uses no id again that a stored model knows", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses({ store: "ids" });
    const { id } = await pupil.classes.add("green");
    await pupil.pictures.add(id, await several(2, "green"));
    await pupil.train();
    await pupil.classes.remove(id);
    await pupil.close();
    const again = await create({ store: "ids" });
    const added = await again.classes.add("yellow");
    const { scores } = await again.classify(await drawn("green"));
    return { removed: id, added: added.id, labels: scores.map(({ label }) => label) };
  });
  assert.deepEqual(found, { removed: 2, added: 3, labels: ["red", "blue"] });
});

test("restores many pictures in chunks, in order", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await create({ store: "many" });
    const { id } = await pupil.classes.add("many");
    const file = await drawn("red");
    // Bytes after a PNG's end change its hash, not its picture.
    await pupil.pictures.add(id, Array.from({ length: 600 }, (_, index) => new File([file, String(index)], `${index}.png`)));
    const before = pupil.project.classes[0].pictures;
    await pupil.close();
    const steps = [];
    const again = await create({ store: "many", onProgress: ({ stage, done }) => stage === "restore" && steps.push(done) });
    const infos = await again.pictures.info([0, 599]);
    return { same: again.project.classes[0].pictures.join() === before.join(), steps, names: infos.map(({ name }) => name) };
  });
  assert.deepEqual(found, { same: true, steps: [256, 512, 600], names: ["0.png", "599.png"] });
});

/** Chromium looks at the quota when a database's room runs out, so it must be set before the database is used. */
async function limitQuota(session, quotaSize) {
  await session.send("Storage.overrideQuotaForOrigin", { origin: browser.server.origin, quotaSize });
}

test("undoes what finds no room, says so, and goes on", async (t) => {
  const session = await browser.context.newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin: browser.server.origin, storageTypes: "all" });
  t.after(() => session.send("Storage.overrideQuotaForOrigin", { origin: browser.server.origin }));
  await limitQuota(session, 1);
  const full = await page.evaluate(async () => {
    globalThis.pupil = await create({ store: "full" });
    const codes = [await codeOf(pupil.classes.add("green")), await codeOf(pupil.training.set({ epochs: 3 }))];
    return { codes, classes: pupil.project.classes, epochs: pupil.project.settings.epochs };
  });
  assert.deepEqual(full, { codes: ["storage_full", "storage_full"], classes: [], epochs: 20 });

  await limitQuota(session, 2_000_000);
  const scarce = await page.evaluate(async () => {
    // Bytes after a PNG's end take room and change nothing else. At random: Chromium compresses what it stores.
    const noise = () => crypto.getRandomValues(new Uint8Array(60_000));
    const padded = async (colour, bytes) => new File([await drawn(colour), ...Array.from({ length: bytes / 60_000 }, noise)], `${bytes}.png`);
    for (const colour of ["red", "blue"]) await pupil.pictures.add((await pupil.classes.add(colour)).id, await several(2, colour));
    const { added, failed } = await pupil.pictures.add(pupil.project.classes[0].id, [await drawn("red"), await padded("red", 3_000_000), await drawn("red")]);
    const { classes, settings } = pupil.project;
    return { added: added.length, failed: failed.map(({ name, code }) => [name, code]), pictures: classes[0].pictures.length, epochs: settings.epochs };
  });
  assert.deepEqual(scarce, { added: 2, failed: [["3000000.png", "storage_full"]], pictures: 4, epochs: 20 });
});

test("uses a head that finds no room all the same", async (t) => {
  await page.evaluate(async () => {
    await (await twoClasses({ store: "headless" })).close();
  });
  await browser.restart();
  page = await browser.page();
  const session = await browser.context.newCDPSession(page);
  t.after(() => session.send("Storage.overrideQuotaForOrigin", { origin: browser.server.origin }));
  await limitQuota(session, 1);
  const found = await page.evaluate(async () => {
    const pupil = await create({ store: "headless" });
    const trained = await pupil.train();
    const code = await codeOf(pupil.classes.rename(0, "crimson"));
    return { classIds: trained.classIds, code, notices: pupil.eventsOf("notice").map(({ code }) => code), name: pupil.project.classes[0].name };
  });
  assert.deepEqual(found, { classIds: [0, 1], code: "storage_full", notices: ["storage_full"], name: "red" });
});

test("goes on in memory where nothing can be stored", async () => {
  const found = await page.evaluate(async () => {
    const { openStores } = await import("/pkg/lib/worker/store/open.js");
    indexedDB.open = () => {
      throw new DOMException("not here", "SecurityError");
    };
    const notices = [];
    const stores = await openStores({ store: "refused" }, () => {}, ({ code }) => notices.push(code));
    const store = await stores.of(0);
    await store.write([{ table: "values", key: "run", value: 7 }]);
    return { notices, run: await store.get("values", "run") };
  });
  assert.deepEqual(found, { notices: ["storage_unavailable"], run: 7 });
});

/** Opens a database as another version of the package does, and keeps it open as `globalThis.other`. */
const openOther = ([name, version]) => new Promise((resolve) => {
  indexedDB.open(name, version).onsuccess = ({ target }) => resolve(void (globalThis.other = target.result));
});

test("says that a newer version keeps what is stored, and leaves it alone", async () => {
  await page.evaluate(async () => (await twoClasses({ store: "later" })).close());
  await page.evaluate(openOther, ["later", 99]);
  const { code, version } = await page.evaluate(async () => {
    globalThis.other.close();
    const code = await codeOf(create({ store: "later" }));
    return { code, version: (await indexedDB.databases()).find(({ name }) => name === "later").version };
  });
  assert.deepEqual([code, version], ["newer_store", 99]);
});

test("does not wait for ever for a tab with an older version, and opens once that is closed", async () => {
  await page.evaluate(openOther, ["held", 2]);
  assert.equal(await page.evaluate(() => codeOf(create({ store: "held" }))), "store_blocked");
  assert.equal(await page.evaluate(() => (globalThis.other.close(), codeOf(create({ store: "held" })))), null);
});

test("gives way to a newer version in another tab, and says so", async () => {
  await page.evaluate(async () => {
    globalThis.pupil = await twoClasses({ store: "taken" });
  });
  await page.evaluate(openOther, ["taken", 99]);
  await page.waitForFunction(() => pupil.eventsOf("notice").length > 0);
  const found = await page.evaluate(async () => [pupil.eventsOf("notice").map(({ code }) => code), await codeOf(pupil.classes.add("late"))]);
  assert.deepEqual(found, [["store_replaced"], "storage_failed"]);
});

test("can be reloaded", async () => {
  await page.evaluate(async () => {
    globalThis.pupil = await create({ store: "reloaded" });
    await pupil.classes.add("stored");
  });
  await browser.load(page);
  assert.deepEqual(await page.evaluate(async () => (await create({ store: "reloaded" })).project.classes.map(({ name }) => name)), ["stored"]);
});

for (const store of ["cleared", null]) {
  test(`clears a store ${store ? "in the database" : "in memory"}`, async () => {
    const found = await page.evaluate(async (store) => {
      const pupil = await twoClasses({ store });
      await pupil.train();
      await pupil.training.set({ epochs: 3 });
      await pupil.clear();
      const { project } = pupil;
      const { id } = await pupil.classes.add("first again");
      return { classes: project.classes, trained: project.trained, epochs: project.settings.epochs, id };
    }, store);
    assert.deepEqual(found, { classes: [], trained: null, epochs: 20, id: 0 });
  });
}
