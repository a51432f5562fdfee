/** The engine dies in the middle of something: nothing is lost, and what was under way is done. Against the fake engine. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

let page;
const browser = onOwnPages((fresh) => (page = fresh));

/** @param {Record<string, string[]>} faults */
const plan = (faults) => {
  for (const [method, planned] of Object.entries(faults)) browser.server.faults.set(method, planned);
};

for (const store of ["trained", null]) {
  for (const trap of ["trap", "asyncTrap"]) {
    test(`a run starts again by itself (${store ? "database" : "memory"}, ${trap})`, async () => {
      plan({ trainSteps: ["", "", trap] });
      const found = await page.evaluate(async (store) => {
        const pupil = await twoClasses({ store, backend: "webgpu" });
        const backend = pupil.backend.backend;
        const trained = await pupil.train();
        const { scores } = await pupil.classify(await drawn("red"));
        await pupil.close();
        return {
          backend, epochs: trained.epochs.length, score: scores[0].score, now: pupil.backend, state: pupil.state,
          notices: pupil.eventsOf("notice"), starts: pupil.eventsOf("training").filter(({ type }) => type === "started").length,
        };
      }, store && store + trap);
      assert.equal(found.backend, "webgpu");
      assert.equal(found.epochs, 20);
      assert.ok(found.score > 0.9);
      assert.deepEqual([found.now.backend, found.now.reason, found.now.webgpuRefused], ["cpu", "recovered", "lost"]);
      assert.deepEqual(found.notices, [{ code: "gpu_lost", message: "The graphics processor stopped, so Pupil goes on on the CPU. Nothing was lost.", details: {} }]);
      assert.equal(found.starts, 2);
      assert.equal(found.state, "idle");
    });

    test(`a batch goes on where it was (${store ? "database" : "memory"}, ${trap})`, async () => {
      plan({ addPicture: ["", "", trap] });
      const found = await page.evaluate(async (store) => {
        const pupil = await create({ store });
        const { id } = await pupil.classes.add("red");
        const files = await several(5, "red");
        const result = await pupil.pictures.add(id, [...files, new File([files[0]], "copy.png")]);
        return {
          added: result.added.map(({ id, name }) => [id, name]), duplicates: result.duplicates, failed: result.failed,
          pictures: pupil.project.classes[0].pictures, notices: pupil.eventsOf("notice").map(({ code }) => code),
        };
      }, store && store + trap + "batch");
      assert.deepEqual(found, {
        added: [0, 1, 2, 3, 4].map((id) => [id, `red-${id}.png`]), duplicates: ["copy.png"], failed: [], pictures: [0, 1, 2, 3, 4],
        notices: ["engine_restarted"],
      });
    });
  }
}

test("what was removed can still be restored, and its ids are not used again", async () => {
  plan({ classify: ["trap"] });
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses({ store: "removed", instant: false });
    await pupil.train();
    await pupil.classes.remove(1);
    await pupil.pictures.remove([2]);
    await pupil.classify(await drawn("red"));
    const trained = pupil.project.trained !== null;
    const green = await pupil.classes.add("green");
    const { added } = await pupil.pictures.add(green.id, [await drawn("green")]);
    await pupil.classes.restore(1);
    await pupil.pictures.restore([2]);
    return { trained, green: green.id, picture: added[0].id, classes: pupil.project.classes.map(({ name, pictures }) => [name, pictures]) };
  });
  assert.deepEqual(found, { trained: true, green: 2, picture: 6, classes: [["red", [0, 1, 2]], ["blue", [3, 4, 5]], ["green", [6]]] });
});

test("a class that is stored when the engine dies is not made twice", async () => {
  await page.evaluate(async () => {
    globalThis.pupil = await create({ store: "twice" });
  });
  // The engine is asked for its project after the class is stored, before the call is answered.
  plan({ project: ["trap"] });
  const found = await page.evaluate(async () => {
    const { id } = await pupil.classes.add("once");
    return [id, pupil.eventsOf("notice").length, pupil.project.classes.map(({ name }) => name)];
  });
  assert.deepEqual(found, [0, 1, ["once"]]);
});

test("a bitmap that went down with the worker is asked for again", async () => {
  plan({ classify: ["asyncTrap"] });
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    const bitmap = async () => createImageBitmap(await drawn("red"));
    return [await codeOf(pupil.classify(await bitmap())), (await pupil.classify(await bitmap())).kind];
  });
  assert.deepEqual(found, ["worker_restarted", "trained"]);
});

test("what kills the engine twice is given up; the rest goes on", async () => {
  plan({ classify: ["trap", "trap"] });
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    const renaming = pupil.classes.rename(0, "crimson").then(() => "renamed");
    const codes = [await codeOf(pupil.classify(await drawn("red"))), await renaming];
    return [...codes, pupil.project.classes[0].name, (await pupil.classify(await drawn("red"))).kind];
  });
  assert.deepEqual(found, ["engine_crashed", "renamed", "crimson", "trained"]);
});

test("a GPU that fails at the start leaves the CPU, and is not tried again", async () => {
  plan({ "create webgpu": ["asyncTrap"] });
  const found = await page.evaluate(async () => {
    const pupil = await create({ backend: "webgpu", store: "failed" });
    return [pupil.backend.backend, pupil.backend.reason, pupil.backend.webgpuRefused, (await pupil.classes.add("alive")).name];
  });
  assert.deepEqual(found, ["cpu", "recovered", "failed", "alive"]);
});

test("an engine that never starts says so", async () => {
  plan({ warmUp: ["trap", "trap"] });
  assert.equal(await page.evaluate(() => codeOf(create())), "engine_crashed");
});

test("a GPU process that dies is survived", async () => {
  await page.evaluate(async () => {
    globalThis.pupil = await twoClasses({ backend: "webgpu" });
    await pupil.training.set({ epochs: 500 });
    globalThis.training = pupil.train();
    await new Promise((resolve) => pupil.addEventListener("training", ({ detail }) => detail.type === "epoch" && resolve()));
  });
  const session = await browser.context.browser().newBrowserCDPSession();
  await session.send("Browser.crashGpuProcess").catch(() => {});
  const found = await page.evaluate(async () => ({ epochs: (await training).epochs.length, notices: pupil.eventsOf("notice").map(({ code }) => code), ...pupil.backend }));
  assert.equal(found.epochs, 500);
  assert.deepEqual(found.notices, ["gpu_lost"]);
  assert.deepEqual([found.backend, found.webgpuRefused], ["cpu", "lost"]);
});
