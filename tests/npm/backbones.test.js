/** Changing to another pretrained network: everything changes, or nothing does. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { describe, test } from "node:test";
import { onOwnPages } from "./browser.js";

let page;
const browser = onOwnPages((fresh) => (page = fresh));

describe("backbones", () => {
  test("every picture is embedded again, and switching back finds the earlier model", async () => {
    const found = await page.evaluate(async () => {
      const pupil = await twoClasses({ store: "backbones" });
      await pupil.train();
      const progress = [];
      await pupil.networks.use("efficientnet_lite2", { onProgress: ({ stage, done, total }) => progress.push([stage, done, total]) });
      await pupil.instant.learn();
      const over = pupil.project;
      const announced = pupil.eventsOf("backend").length;
      await pupil.train();
      const { scores } = await pupil.classify(await drawn("blue"));
      await pupil.close();
      const again = await create({ store: "backbones" });
      const reopened = again.project;
      await again.models.use(1).catch(({ code }) => (globalThis.refused = code));
      await again.networks.use("efficientnet_lite0");
      await again.models.use(1);
      const back = again.project;
      const { scores: before } = await again.classify(await drawn("blue"));
      return { progress, over, announced, scores, reopened, refused: globalThis.refused, back, before };
    });
    assert.deepEqual(found.progress.filter(([stage]) => stage === "embed").at(-1), ["embed", 6, 6]);
    // The model of the run fits the network before alone: the instant one is in use, on the other network.
    const { method, backbone } = found.over.trained;
    assert.deepEqual([found.over.backbone, method, backbone], ["another", "instant", "another"]);
    assert.equal(found.announced, 1);
    assert.ok(found.scores[1].score > 0.5, JSON.stringify(found.scores));
    assert.equal(found.reopened.backbone, "another");
    assert.equal(found.reopened.trained.backbone, "another");
    assert.deepEqual(found.reopened.backbones.map(({ id, inUse }) => [id, inUse]), [["efficientnet_lite0", false], ["efficientnet_lite2", true]]);
    assert.equal(found.refused, "wrong_model");
    assert.deepEqual([found.back.backbone, found.back.trained.backbone, found.back.needsTraining], ["toy", "toy", false]);
    assert.ok(found.before[1].score > 0.5, JSON.stringify(found.before));
  });

  test("a network is tried: it is used where it is better on the same pictures, else everything stays as it was", async () => {
    const found = await page.evaluate(async () => {
      const pupil = await twoClasses();
      const none = await codeOf((await create()).networks.useIfBetter("efficientnet_lite2"));
      const equal = await pupil.networks.useIfBetter("efficientnet_lite2");
      const stayed = [pupil.project.backbone, (await pupil.classify(await drawn("blue"))).scores[1].score > 0.5];
      await pupil.training.set({ epochs: 1, learningRate: 1e-300 });
      await pupil.train();
      const untested = await pupil.networks.useIfBetter("efficientnet_lite2");
      // Every picture is called the first class.
      await pupil.pictures.add(1, await several(2, "blue"), { aside: true });
      const aborted = await codeOf(pupil.networks.useIfBetter("efficientnet_lite2", { signal: AbortSignal.abort() }));
      const better = await pupil.networks.useIfBetter("efficientnet_lite2");
      const { backbone, trained, models, instant } = pupil.project;
      return { none, equal, stayed, untested, aborted, better, backbone, method: trained.method, stored: models.length, pictures: instant.pictures };
    });
    assert.equal(found.none, "not_trained");
    assert.deepEqual([found.equal.inUse, found.equal.measuredOn, found.equal.comparison.after, found.equal.comparison.before], [false, "outOfFold", 6, 6]);
    assert.deepEqual(found.stayed, ["toy", true]);
    assert.deepEqual(found.untested, { inUse: false, measuredOn: "training", comparison: null });
    assert.equal(found.aborted, "aborted");
    assert.deepEqual(found.better, { inUse: true, measuredOn: "test", comparison: { pictures: 2, before: 0, after: 2, onlyBefore: 0, onlyAfter: 2, couldBeChance: true } });
    assert.deepEqual([found.backbone, found.method, found.stored, found.pictures], ["another", "instant", 1, 6]);
  });

  test("where another network is in use, the download of the default one is stopped", async (t) => {
    await page.evaluate(async () => {
      const pupil = await create({ store: "another" });
      await pupil.networks.use("efficientnet_lite2");
      await pupil.close();
    });
    const path = "**/efficientnet_lite0.safetensors";
    await page.context().route(path, () => {}); // it never comes
    const context = page.context();
    t.after(async () => (await page.close(), await context.unroute(path)));
    const stopped = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/efficientnet_lite0.safetensors"));
    assert.equal(await page.evaluate(async () => (await create({ store: "another" })).project.backbone), "another");
    await stopped;
  });

  test("weights are loaded from a file or an address, stored, and deleted", async () => {
    browser.server.pages.set("/weights/other.safetensors", "another network from elsewhere");
    const found = await page.evaluate(async () => {
      const pupil = await twoClasses();
      const networks = await pupil.networks.list();
      const wrong = await codeOf(pupil.networks.load(new File(["no weights"], "wrong.safetensors")));
      const missing = await codeOf(pupil.networks.load(new URL("/weights/none.safetensors", location.href)));
      const untouched = pupil.project;
      await pupil.networks.load(new URL("/weights/other.safetensors", location.href));
      const { backbones, backbone } = pupil.project;
      const own = backbones.find(({ inUse }) => inUse);
      const inUse = await codeOf(pupil.networks.remove(own.id));
      await pupil.networks.use("efficientnet_lite0");
      await pupil.networks.use(own.id);
      await pupil.networks.use("efficientnet_lite0");
      await pupil.networks.remove(own.id);
      const gone = await codeOf(pupil.networks.use(own.id));
      return { wrong, missing, untouched, backbone, own, inUse, gone, left: pupil.project.backbones.length, networks };
    });
    assert.deepEqual([found.wrong, found.missing, found.inUse, found.gone], ["wrong_weights", "not_loaded", "backbone_in_use", "unknown_backbone"]);
    assert.deepEqual([found.untouched.backbone, found.untouched.backbones.length], ["toy", 2]);
    assert.equal(found.backbone, "another");
    assert.equal(found.own.name, "other.safetensors");
    assert.match(found.own.id, /^[0-9a-f]{64}$/);
    assert.equal(found.left, 2);
    assert.equal(found.networks[1].expectedMs, 2 * found.networks[0].expectedMs);
  });

  test("stopped, or in the way of a training: everything is as it was", async () => {
    browser.server.faults.set("embed", ["300", "300"]);
    const found = await page.evaluate(async () => {
      const pupil = await twoClasses();
      await pupil.train();
      const stop = new AbortController();
      const stopped = codeOf(pupil.networks.use("efficientnet_lite2", { signal: stop.signal, onProgress: ({ stage }) => stage === "embed" && stop.abort() }));
      const codes = [await stopped];
      await pupil.training.set({ epochs: 1000 });
      const training = pupil.train();
      codes.push(await codeOf(pupil.networks.use("efficientnet_lite2")));
      await pupil.training.stop();
      await training;
      const { scores } = await pupil.classify(await drawn("blue"));
      return { codes, backbone: pupil.project.backbone, scores };
    });
    assert.deepEqual(found.codes, ["aborted", "busy"]);
    assert.equal(found.backbone, "toy");
    assert.ok(found.scores[1].score > 0.5, JSON.stringify(found.scores));
  });

  test("a network that cannot be used now is refused before it is fetched, and a training before it begins", async () => {
    browser.server.requests.length = 0;
    browser.server.faults.set("embed", [...Array(6).fill(""), "300"]);
    const found = await page.evaluate(async () => {
      const pupil = await twoClasses();
      await pupil.training.set({ epochs: 1000 });
      const training = pupil.train();
      const refused = await codeOf(pupil.networks.use("efficientnet_lite2"));
      await pupil.training.stop();
      await training;
      return refused;
    });
    assert.equal(found, "busy");
    assert.deepEqual(browser.server.requests.filter((path) => path.includes("lite2")), []);

    const meanwhile = await page.evaluate(async () => {
      const pupil = await twoClasses();
      const codes = [];
      const refused = () => Promise.all([pupil.train(), pupil.evaluation.crossValidate(), pupil.training.findRate(), pupil.networks.use("efficientnet_lite2")].map(codeOf));
      await pupil.networks.use("efficientnet_lite2", { onProgress: ({ stage, done }) => stage === "embed" && done === 1 && codes.push(refused()) });
      return { codes: await codes[0], state: pupil.state, backbone: pupil.project.backbone, epochs: (await pupil.train()).epochs.length };
    });
    assert.deepEqual(meanwhile, { codes: Array(4).fill("busy"), state: "idle", backbone: "another", epochs: 20 });
  });

  test("pictures that are added while another network embeds are embedded too", async () => {
    const found = await page.evaluate(async () => {
      const pupil = await twoClasses({ store: "meanwhile" });
      let adding;
      const add = async () => pupil.pictures.add(0, await several(2, "green"));
      await pupil.networks.use("efficientnet_lite2", { onProgress: ({ stage, done }) => stage === "embed" && done === 1 && (adding = add()) });
      await adding;
      await pupil.close();
      const { project } = await create({ store: "meanwhile" });
      return { pictures: project.classes[0].pictures, backbone: project.backbone };
    });
    assert.deepEqual(found, { pictures: [0, 1, 2, 6, 7], backbone: "another" });
  });

  test("with no room for the embeddings of another network, everything is as it was", async (t) => {
    await page.evaluate(async () => {
      const pupil = await twoClasses({ store: "narrow" });
      await pupil.train();
      await pupil.close();
    });
    // Chromium looks at the quota when a database's room runs out, so it must be set before the database is used.
    await browser.restart();
    page = await browser.page();
    const session = await browser.context.newCDPSession(page);
    t.after(() => session.send("Storage.overrideQuotaForOrigin", { origin: browser.server.origin }));
    await session.send("Storage.overrideQuotaForOrigin", { origin: browser.server.origin, quotaSize: 1 });
    const found = await page.evaluate(async () => {
      const pupil = await create({ store: "narrow" });
      await pupil.instant.learn();
      const before = pupil.project;
      const codes = [
        await codeOf(pupil.networks.use("efficientnet_lite2")),
        await codeOf(pupil.networks.load(new File(["another network of one's own"], "own.safetensors"))),
      ];
      const same = JSON.stringify(pupil.project) === JSON.stringify(before);
      const { scores } = await pupil.classify(await drawn("blue"));
      await pupil.close();
      const again = await create({ store: "narrow" });
      await again.instant.learn();
      const notices = again.eventsOf("notice");
      return { codes, same, scores, reopened: JSON.stringify(again.project) === JSON.stringify(before), notices };
    });
    assert.deepEqual(found.codes, ["storage_full", "storage_full"]);
    assert.deepEqual([found.same, found.reopened, found.notices], [true, true, []]);
    assert.ok(found.scores[1].score > 0.5, JSON.stringify(found.scores));
  });

  test("a chosen network that cannot be opened any more is replaced by the default one", async () => {
    const before = await page.evaluate(async () => {
      const pupil = await twoClasses({ store: "lost" });
      await pupil.networks.load(new File(["another network of one's own"], "own.safetensors"));
      await pupil.train();
      await pupil.close();
      const database = await new Promise((resolve) => (indexedDB.open("lost").onsuccess = ({ target }) => resolve(target.result)));
      await new Promise((resolve) => (database.transaction("backbones", "readwrite").objectStore("backbones").clear().onsuccess = resolve));
      database.close();
      return pupil.project.backbone;
    });
    assert.equal(before, "another");
    const after = await page.evaluate(async () => {
      const pupil = await create({ store: "lost" });
      await new Promise((resolve) => setTimeout(resolve, 50));
      await pupil.train();
      const { scores } = await pupil.classify(await drawn("blue"));
      return { project: pupil.project, notices: pupil.eventsOf("notice").map(({ code }) => code), scores };
    });
    assert.deepEqual(after.notices, ["backbone_lost"]);
    assert.equal(after.project.backbone, "toy");
    assert.ok(after.scores[1].score > 0.5, JSON.stringify(after.scores));
  });
});

const skip = existsSync(new URL("../../pkg/dist/pupil.js", import.meta.url)) ? false : "pkg/dist is not built: cargo xtask pkg";

describe("on the real engine", { skip }, () => {
  test("a file with the weights alone is recognised, and the error of a wrong one says what is wrong", async () => {
    const found = await page.evaluate(async () => {
      const pupil = await twoClasses({ assets: "/pkg/dist/" }, 4);
      await pupil.train();
      // Weights that come with Pupil, without the metadata that names them: as a file from elsewhere.
      const bundled = new Uint8Array(await (await fetch("/pkg/dist/efficientnet_lite0.safetensors")).arrayBuffer());
      const length = Number(new DataView(bundled.buffer).getBigUint64(0, true));
      const header = JSON.parse(new TextDecoder().decode(bundled.subarray(8, 8 + length)));
      delete header.__metadata__;
      const withHeader = (changed) => {
        const text = JSON.stringify(changed).padEnd(length);
        return new Blob([bundled.subarray(0, 8), text, bundled.subarray(8 + length)]);
      };
      const { "stem.conv.weight": stem, ...rest } = header;
      const refusal = await pupil.networks.load(withHeader({ ...rest, "stem.conv.wait": stem })).catch(({ code, message }) => ({ code, message }));
      await pupil.networks.load(new File([withHeader(header)], "mine.safetensors"));
      const { architecture, backbone, backbones } = pupil.project;
      await pupil.train();
      const { kind, scores } = await pupil.classify(await drawn("blue"));
      const networks = await pupil.networks.list();
      const sizes = await Promise.all(backbones.filter(({ name }) => !name).map(async ({ id, bytes }) =>
        [bytes, (await (await fetch(`/pkg/dist/${id}.safetensors`)).blob()).size]));
      return { refusal, architecture, backbone, backbones, kind, scores, networks, sizes };
    });
    assert.equal(found.refusal.code, "wrong_weights");
    assert.match(found.refusal.message, /looks like efficientnet_lite0, but 1 tensor is missing \(_conv_stem\.weight\)/);
    assert.equal(found.architecture, "efficientnet_lite0");
    assert.match(found.backbone, /^efficientnet_lite0-[0-9a-f]{8}$/);
    assert.deepEqual(found.backbones.map(({ name, inUse }) => [name, inUse]), [[null, false], [null, false], ["mine.safetensors", true]]);
    assert.equal(found.kind, "trained");
    assert.ok(found.scores[1].score > 0.5, JSON.stringify(found.scores));
    assert.equal(found.networks.length, 23);
    assert.ok(found.networks.every(({ expectedMs }) => expectedMs > 0));
    for (const [listed, size] of found.sizes) assert.equal(listed, size);
  });
});
