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
    for (const id of engine.wantedPictures()) engine.supply(id, picture).free();
    for (const message of await step()) byType[message.type] ??= message;
  }
  return byType;
}

async function answers(assets) {
  const { default: init, Engine, Picture } = await import(`${assets}pupil.js`);
  await init({ module_or_path: fetch(`${assets}pupil_bg.wasm`) });
  const weights = new Uint8Array(await (await fetch(`${assets}efficientnet_lite0.safetensors`)).arrayBuffer());
  const engine = await Engine.create("cpu", weights);
  const found = { catalogue: Engine.catalogue(), warmUp: await engine.warmUp() };
  const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(engine)).filter((name) => name !== "constructor" && !name.startsWith("__"));

  const red = drawn(Picture, [220, 30, 30], 1);
  engine.restore({ classes: [{ id: 4, name: "old", enabled: true }], nextClassId: 9, nextPictureId: 7 });
  found.addClass = engine.addClass(" nine ");
  found.renameClass = engine.renameClass(9, " ninth ");
  engine.setClassEnabled(4, false);
  for (let spot = 0; spot < 4; spot++) {
    for (const [classId, colour] of [[4, [220, 30, 30]], [9, [30, 30, 220]]]) {
      const picture = drawn(Picture, colour, spot);
      const added = await engine.addPicture(classId, `file:${classId}-${spot}`, false, picture);
      const square = added.square();
      found.addPicture = { id: added.id, embedding: added.embedding, square: { width: square.width, height: square.height, rgba: square.rgba() } };
      square.free();
      added.free();
      picture.free();
    }
  }
  engine.setClassEnabled(4, true);
  found.embed = await engine.embed(red);
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

  found.untrained = { project: engine.project(), prediction: await engine.classify(red), error: await errorOf(() => engine.saveModel()) };
  found.settings = engine.settings();
  found.defaultSettings = engine.defaultSettings();
  found.settingsOf = engine.settingsOf("fineTune");
  engine.setSettings({ ...engine.settings(), epochs: 3, validationFraction: 0 });

  engine.startRateSearch();
  found.rateSearch = await driven(engine, () => engine.rateSearchSteps(8), red, "found");
  engine.startRateSearch();
  found.stopRateSearch = engine.stopRateSearch();

  found.startTraining = engine.startTraining();
  found.already = await errorOf(() => engine.startTraining());
  await engine.trainSteps(2);
  found.runInfo = engine.runInfo();
  found.saveBest = await engine.saveBest();
  found.stopTraining = engine.stopTraining();
  found.finishTraining = engine.finishTraining();
  engine.startTraining();
  found.training = await driven(engine, () => engine.trainSteps(1), red, "finished");

  found.trained = { project: engine.project(), prediction: await engine.classify(red), explanation: await engine.explain(red) };
  found.missingPictures = engine.missingPictures("training");
  await engine.predict(7, red);
  found.report = await engine.report("training");
  found.startCrossValidation = engine.startCrossValidation();
  for (let steps = { done: 0, total: 1 }; steps.done < steps.total; ) found.crossValidationSteps = steps = await engine.crossValidationSteps(1000);
  found.crossValidated = engine.crossValidated();
  const model = (found.saveModel = await engine.saveModel());
  engine.loadModel(model);

  const { strong } = (found.augmentationPresets = engine.augmentationPresets());
  found.augmentedViews = await engine.augmentedViews(red, strong, 2, 1);
  const square = engine.square(red);
  found.square = { width: square.width, height: square.height };
  found.errors = {
    decode: await errorOf(() => Picture.decode(new TextEncoder().encode("text"))),
    model: await errorOf(() => engine.loadModel(new Uint8Array(3))),
    settings: await errorOf(() => engine.setSettings({ ...engine.settings(), epochs: 0 })),
    unknown: await errorOf(() => engine.removeClass(99)),
    weights: await errorOf(() => Engine.create("cpu", new Uint8Array(3))),
  };
  const other = await Engine.create("cpu", weights);
  other.restore({ classes: [], nextClassId: 10, nextPictureId: 42 });
  other.restoreModel(model);
  found.restored = { project: other.project(), addClass: other.addClass("next") };
  for (const handle of [square, red, other, engine]) handle.free();
  return { methods, found };
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
