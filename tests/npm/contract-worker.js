/** Runs one script over an engine: every method, and what it returns. Gets the assets folder, posts the answers by name. */
const SIDE = 48;

/** A square of one colour with a spot. */
function drawn(Picture, [red, green, blue], spot) {
  const rgba = new Uint8Array(SIDE * SIDE * 4).map((_, index) => [red, green, blue, 255][index % 4]);
  rgba.fill(255, spot * 64, spot * 64 + 16);
  return Picture.fromRgba(rgba, SIDE, SIDE);
}

/** The error that a call throws. */
async function errorOf(call) {
  try {
    await call();
  } catch (error) {
    return error;
  }
}

/** Supplies what is wanted and steps on until a message ends it; returns a message of each type. */
async function driven(engine, step, picture, last) {
  const byType = {};
  while (!byType[last]) {
    byType.wantsOriginals = engine.wantsOriginals();
    for (const id of engine.wantedPictures()) engine.supply(id, picture).free();
    for (const message of await step()) byType[message.type] ??= message;
  }
  return byType;
}

/** @param {string} assets */
async function answers(assets) {
  const { default: init, Engine, Picture } = await import(`${assets}pupil.js`);
  await init({ module_or_path: fetch(`${assets}pupil_bg.wasm`) });
  const weights = new Uint8Array(await (await fetch(`${assets}efficientnet_lite0.safetensors`)).arrayBuffer());
  const engine = await Engine.create("cpu", weights);
  const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(engine)).filter((name) => name !== "constructor" && !name.startsWith("__"));
  const red = drawn(Picture, RED, 1);
  const found = {
    catalogue: Engine.catalogue(),
    comparison: Engine.comparison([[true, false]]),
    warmUp: await engine.warmUp(),
    ...(await edited(engine, Picture)),
    ...(await untrained(engine, red)),
    ...(await varied(engine, red)),
    ...(await instant(engine, red)),
    ...(await searched(engine, red)),
    ...(await trained(engine, red)),
    ...(await evaluated(engine, red)),
    ...(await augmented(engine, red)),
    errors: await errors(engine, Engine, Picture),
  };
  const other = await Engine.create("cpu", weights);
  found.restored = await restored(engine, other);
  for (const handle of [red, other, engine]) handle.free();
  return { methods, found };
}

const RED = [220, 30, 30];
const BLUE = [30, 30, 220];

/** Fills the engine: classes 4 and 9, four pictures each, and one set aside. */
async function edited(engine, Picture) {
  engine.restore({ classes: [{ id: 4, name: "old", enabled: true }], nextClassId: 9, nextPictureId: 7, pictures: 0 });
  const found = { addClass: engine.addClass(" nine "), renameClass: engine.renameClass(9, " ninth ") };
  engine.setClassEnabled(4, false);
  for (let spot = 0; spot < 4; spot++) {
    for (const [classId, colour] of [[4, RED], [9, BLUE]]) {
      const picture = drawn(Picture, colour, spot);
      found.addPicture = partsOf(await engine.addPicture(classId, `file:${classId}-${spot}`, false, picture));
      picture.free();
    }
  }
  engine.setClassEnabled(4, true);
  found.addEmbedded = engine.addEmbedded(9, "file:embedded", false, found.addPicture.embedding);
  engine.removePictures(Uint32Array.of(found.addEmbedded.id));
  engine.restorePicture(40, 9, "file:twin", true, false, found.addPicture.embedding);
  engine.restorePicture(41, 9, "file:aside", true, true, found.addPicture.embedding);
  found.nearDuplicates = engine.nearDuplicates(0, 100);
  engine.movePictures(Uint32Array.of(40), 4);
  engine.setPicturesEnabled(Uint32Array.of(40), false);
  engine.removePictures(Uint32Array.of(40));
  engine.setPicturesAside(Uint32Array.of(7), true);
  engine.setPicturesAside(Uint32Array.of(7), false);
  engine.restoreClass(5, "back", true);
  engine.removeClass(5);
  return found;
}

function partsOf(added) {
  const { id, embedding } = added;
  const square = added.square();
  const { width, height } = square;
  const parts = { id, embedding, square: { width, height, rgba: square.rgba() } };
  square.free();
  added.free();
  return parts;
}

async function untrained(engine, red) {
  const found = {
    embed: await engine.embed(red), settings: engine.settings(), defaultSettings: engine.defaultSettings(), settingsOf: engine.settingsOf("fineTune"),
    untrained: { looked: engine.instantSteps(0), project: engine.project(), prediction: await engine.classify(red), error: await errorOf(() => engine.saveModel()) },
  };
  engine.setSettings({ ...found.settings, epochs: 3, validationFraction: 0 });
  return found;
}

/** The instant model learns from the views of a picture, then no more. */
async function varied(engine, red) {
  const [id] = engine.picturesWithoutViews();
  const found = { picturesWithoutViews: engine.picturesWithoutViews().length, viewCount: typeof engine.viewCount(), embedView: await engine.embedView(red, 0) };
  engine.setViews(id, found.embedView);
  const left = engine.picturesWithoutViews().length;
  engine.instantSteps(1000);
  const { withViews, pictures } = engine.project().instant;
  engine.clearViews();
  return { varied: { ...found, left, withViews, pictures, after: engine.picturesWithoutViews().length } };
}

/** The instant model alone, before anything is trained. */
async function instant(engine, red) {
  const steps = engine.instantSteps(1000);
  return { instant: { steps, project: engine.project(), prediction: await engine.classify(red), report: await engine.report(), model: await engine.saveModel() } };
}

async function searched(engine, red) {
  engine.startRateSearch();
  const rateSearch = await driven(engine, () => engine.rateSearchSteps(8), red, "found");
  engine.startRateSearch();
  return { rateSearch, stopRateSearch: engine.stopRateSearch() };
}

/** One run that is ended at once, and one to its end. */
async function trained(engine, red) {
  const found = { startTraining: engine.startTraining(), already: await errorOf(() => engine.startTraining()) };
  await engine.trainSteps(2);
  Object.assign(found, { runInfo: engine.runInfo(), saveBest: await engine.saveBest() });
  Object.assign(found, { stopTraining: engine.stopTraining(), finishTraining: engine.finishTraining() });
  engine.startTraining();
  found.training = await driven(engine, () => engine.trainSteps(1), red, "finished");
  found.trained = { project: engine.project(), prediction: await engine.classify(red), explanation: await engine.explain(red) };
  engine.useInstant();
  found.usedInstant = engine.project();
  engine.loadModel(found.saveBest);
  return found;
}

async function evaluated(engine, red) {
  const missingPictures = engine.missingPictures("training");
  await engine.predict(7, red);
  const report = await engine.report("training");
  let steps = engine.startCrossValidation();
  while (steps.done < steps.total) steps = await engine.crossValidationSteps(1000);
  engine.setRival(await engine.saveModel());
  const unseenByBoth = engine.unseenByBoth();
  await engine.predictBoth(7, red);
  const beside = { unseenByBoth, standing: await engine.compare() };
  return { missingPictures, report, steps, crossValidated: engine.crossValidated(), beside };
}

async function augmented(engine, red) {
  const augmentationPresets = engine.augmentationPresets();
  const square = engine.square(red);
  const { width, height } = square;
  square.free();
  return { augmentationPresets, square: { width, height }, augmentedViews: await engine.augmentedViews(red, augmentationPresets.strong, 2, 1) };
}

async function errors(engine, Engine, Picture) {
  return {
    decode: await errorOf(() => Picture.decode(new TextEncoder().encode("text"))),
    model: await errorOf(() => engine.loadModel(new Uint8Array(3))),
    settings: await errorOf(() => engine.setSettings({ ...engine.settings(), epochs: 0 })),
    unknown: await errorOf(() => engine.removeClass(99)),
    weights: await errorOf(() => Engine.create("cpu", new Uint8Array(3))),
  };
}

/** What an empty engine knows of the other's model. */
async function restored(engine, empty) {
  const model = await engine.saveModel();
  engine.loadModel(model);
  empty.restore({ classes: [], nextClassId: 10, nextPictureId: 42, pictures: 0 });
  empty.restoreModel(model);
  return { saveModel: model, project: empty.project(), addClass: empty.addClass("next") };
}

/** Typed arrays by their type and length, so that all can be compared as JSON. */
const plain = (_, value) => (ArrayBuffer.isView(value) ? { [value.constructor.name]: value.length } : value);

self.onmessage = async ({ data }) => {
  try {
    self.postMessage(JSON.parse(JSON.stringify(await answers(data), plain)));
  } catch (error) {
    self.postMessage({ error: `${error.stack ?? JSON.stringify(error)}` });
  }
};
