/** The browser is killed in the middle of something, again and again: what the page had counted is there afterwards. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

let page;
const browser = onOwnPages((fresh) => (page = fresh));

/** What is under way when the browser is killed, and after how many of its events. */
const KILLS = [
  ["pictures", 1], ["training", 2], ["network", 2], ["pictures", 7], ["training", 9],
  ["network", 5], ["pictures", 13], ["training", 20], ["network", 8], ["pictures", 4],
];

/** Pictures that would come in. */
const BATCH = 40;

/** Runs in the page: begins something that takes long, and tells what the page counts at each of its events. */
async function begin({ kind, batch }) {
  const tell = () => globalThis.tell({
    pictures: pupil.project.classes.flatMap(({ id, pictures }) => pictures.map((picture) => `${picture} in ${id}`)),
    models: pupil.project.models.map(({ id }) => id),
    backbone: pupil.project.backbone,
  });
  if (kind === "pictures") {
    await pupil.pictures.add(0, await several(batch, "red"), { onProgress: tell });
  } else if (kind === "training") {
    await pupil.training.setMethod("fineTune");
    await pupil.training.set({ epochs: 1000 });
    await pupil.train({ onMessage: tell });
  } else {
    await pupil.networks.use(pupil.project.backbones.find(({ inUse }) => !inUse).id, { onProgress: ({ stage }) => stage === "embed" && tell() });
  }
}

/** Kills the browser in the middle of something. @returns what the page had counted then */
async function killedWhile(kind, events) {
  let counted;
  let left = events;
  await new Promise((resolve) => {
    const tell = (counts) => {
      counted = counts;
      if (--left === 0) resolve();
    };
    // What is begun dies with the browser.
    void page.exposeFunction("tell", tell).then(() => page.evaluate(begin, { kind, batch: BATCH }).catch(() => {}));
  });
  await browser.kill();
  return counted;
}

/** What is there after a start: whatever is listed can be read, and whoever learns from it is right. */
async function reopened() {
  page = await browser.page();
  return page.evaluate(async () => {
    globalThis.pupil = await create({ store: "killed" });
    const ids = pupil.project.classes.flatMap(({ pictures }) => pictures);
    for (const blob of await Promise.all(ids.flatMap((id) => [pupil.pictures.thumbnail(id), pupil.pictures.original(id)]))) await createImageBitmap(blob);
    const pictures = (await pupil.pictures.info(ids)).map(({ id, classId }) => `${id} in ${classId}`);
    const models = pupil.project.models.map(({ id }) => id);
    await pupil.training.setMethod("instant");
    await pupil.train();
    // An embedding of the other network would take red for blue.
    const { accuracy } = await pupil.report("training");
    const { scores } = await pupil.classify(await drawn("red"));
    return { pictures, models, backbone: pupil.project.backbone, accuracy, isRed: scores[0].score > 0.5 };
  });
}

test("nothing that the page had counted is lost, however often the browser is killed", async () => {
  await page.evaluate(async () => {
    globalThis.pupil = await twoClasses({ store: "killed" }, 5);
  });
  for (const [round, [kind, events]] of KILLS.entries()) {
    const when = `kill ${round + 1}, while ${kind}`;
    const counted = await killedWhile(kind, events);
    const found = await reopened();
    assert.deepEqual(counted.pictures.filter((picture) => !found.pictures.includes(picture)), [], when);
    assert.deepEqual(counted.models.filter((model) => !found.models.includes(model)), [], when);
    if (kind !== "network") assert.equal(found.backbone, counted.backbone, when);
    assert.deepEqual([found.accuracy, found.isRed], [1, true], when);
  }
});
