/**
 * A stand-in for Pupil's WebAssembly module: the same contract, a toy underneath (a picture is a grid of mean colours,
 * the head is softmax regression), and faults when a test plans them. Like the real one it must not be re-entered.
 */
import { predict, Regression } from "./regression.js";
import { decode, gridOf } from "./grid.js";
import { augmented, PRESETS } from "./augmented.js";
import { fault } from "./faults.js";
import { Sweep } from "./sweep.js";

const DEFAULTS = {
  epochs: 20, batchSize: 16, learningRate: 0.5, hiddenUnits: 128, dropout: 0.2, validationFraction: 0.15, patience: 10,
  balanceClasses: true, augmentation: PRESETS.off, seed: 1,
};

const NETWORKS = ["toy", "another"].map((architecture, index) => ({
  architecture, size: 224, features: 64, blocks: [], parameters: 1, bytesF32: 4, bytesF16: 2, multiplyAdds: index + 1, memory: 4, trainingMemory: 4, published: null,
}));

/** A toy looks at all of it. */
const WHOLE = { classId: 0, width: 1, height: 1, values: [1], crop: 1 };

/** Milliseconds that a frame is said to take. */
const FRAME_MS = { cpu: 20, webgpu: 10 };

const fail = (code, message = `The fake engine says ${code}.`) => {
  throw { code, message };
};

/** Needs no code: the empty pupil_bg.wasm here is only fetched. */
export default async function init() {}

class FakeEngine {
  #classes = new Map();
  #pictures = new Map();
  /** Sources set aside for testing. */
  #aside = new Set();
  #crossValidation = null;
  #nextClass = 0;
  #nextPicture = 0;
  #settings = DEFAULTS;
  #trained = null;
  #run = null;
  #sweep = null;

  /** Like burn's, the GPU's engine takes a device from the browser. */
  static async create(backend, weights) {
    const text = new TextDecoder().decode(weights);
    if (!text.includes("network")) fail("wrong_weights");
    const engine = new FakeEngine();
    engine.backend = backend;
    engine.backbone = text.includes("another network") ? "another" : "toy";
    if (backend === "webgpu") await (await navigator.gpu.requestAdapter()).requestDevice({ requiredFeatures: ["timestamp-query"] });
    return engine;
  }

  async explain(bytes) {
    if (!this.#trained) fail("not_trained");
    return { prediction: await this.#predict(await decode(bytes)), ...WHOLE };
  }

  async explainPixels(rgba, width, height) {
    if (!this.#trained) fail("not_trained");
    return { prediction: await this.#predict(new ImageData(new Uint8ClampedArray(rgba), width, height)), ...WHOLE };
  }

  static catalogue() {
    return NETWORKS;
  }

  async embed(bytes) {
    return (await this.#grid(await decode(bytes))).embedding;
  }

  async embedPixels(rgba, width, height) {
    return (await this.#grid(new ImageData(new Uint8ClampedArray(rgba), width, height))).embedding;
  }

  free() {
    this.#classes = null;
  }

  async warmUp() {
    return FRAME_MS[this.backend];
  }

  addClass(id = this.#nextClass, name, enabled) {
    if (!name.trim()) fail("empty_name");
    if (this.#classes.has(id)) fail("id_taken");
    this.#nextClass = Math.max(this.#nextClass, id + 1);
    this.#classes.set(id, { id, name: name.trim(), enabled });
    return id;
  }

  renameClass(id, name) {
    if (!name.trim()) fail("empty_name");
    this.#class(id).name = name.trim();
  }

  setClassEnabled(id, enabled) {
    this.#class(id).enabled = enabled;
  }

  removeClass(id) {
    this.#class(id);
    this.#classes.delete(id);
    for (const picture of this.#pictures.values()) if (picture.classId === id) this.#pictures.delete(picture.id);
  }

  async addPicture(classId, source, aside, bytes) {
    return this.#add(classId, source, aside, await decode(bytes));
  }

  async addPixels(classId, source, aside, rgba, width, height) {
    return this.#add(classId, source, aside, new ImageData(new Uint8ClampedArray(rgba), width, height));
  }

  restorePicture(id, classId, source, enabled, embedding) {
    this.#class(classId);
    if (this.#pictures.has(id)) fail("id_taken");
    this.#nextPicture = Math.max(this.#nextPicture, id + 1);
    this.#pictures.set(id, { id, classId, source, enabled, embedding });
  }

  removePictures(ids) {
    this.#all(ids).forEach(({ id }) => this.#pictures.delete(id));
  }

  movePictures(ids, classId) {
    this.#class(classId);
    for (const picture of this.#all(ids)) picture.classId = classId;
  }

  setPicturesEnabled(ids, enabled) {
    for (const picture of this.#all(ids)) picture.enabled = enabled;
  }

  setPicturesAside(ids, aside) {
    for (const { source } of this.#all(ids)) aside ? this.#aside.add(source) : this.#aside.delete(source);
  }

  project() {
    const classes = [...this.#classes.values()].sort((a, b) => a.id - b.id).map((info) => this.#info(info));
    const filled = new Set(this.#taught().map(({ classId }) => classId));
    return structuredClone({
      classes,
      disabledPictures: [...this.#pictures.values()].filter(({ enabled }) => !enabled).map(({ id }) => id),
      asidePictures: [...this.#pictures.values()].filter(({ source }) => this.#aside.has(source)).map(({ id }) => id),
      trained: this.#trained?.info ?? null,
      needsTraining: this.#trained?.fingerprint !== this.#fingerprint(),
      cannotTrain: filled.size < 2 ? { code: "too_few_classes", message: "Add pictures to at least two classes." } : null,
      settings: this.#settings,
      backbone: this.backbone,
      architecture: this.backbone,
      blocks: 18,
    });
  }

  setSettings(settings) {
    if (!(settings.epochs >= 1 && settings.epochs <= 1000)) fail("invalid_settings", "epochs must be 1 to 1000.");
    this.#settings = settings;
  }

  settingsOf(method) {
    return { ...DEFAULTS, method };
  }

  defaultSettings() {
    return { ...DEFAULTS, method: this.#settings.method };
  }

  startTraining() {
    if (this.#run || this.#sweep) fail("already_training");
    const taught = this.#taught();
    const classIds = [...new Set(taught.map(({ classId }) => classId))].sort((a, b) => a - b);
    if (classIds.length < 2) fail("too_few_classes");
    const examples = taught.map(({ classId, embedding }) => ({ embedding, output: classIds.indexOf(classId) }));
    this.#run = { classIds, fingerprint: this.#fingerprint(), regression: new Regression(examples, classIds.length, this.#settings) };
    return [{
      type: "started", epochs: this.#settings.epochs, stepsPerEpoch: this.#run.regression.stepsPerEpoch,
      trainingPictures: taught.length, validationPictures: 0, unvalidatedClassIds: classIds,
    }];
  }

  wantedPictures() {
    if (!this.#run && !this.#sweep) fail("not_training");
    return [];
  }

  async trainSteps(steps) {
    if (!this.#run) fail("not_training");
    const { regression } = this.#run;
    const messages = [];
    for (let step = 0; step < steps; step++) {
      const epoch = regression.step();
      if (epoch) messages.push({ type: "epoch", ...epoch });
      if (regression.epochs.length === this.#settings.epochs) return [...messages, ...this.#end("completed")];
    }
    return messages;
  }

  stopTraining() {
    return this.#end("stopped");
  }

  startFinding() {
    if (this.#run || this.#sweep) fail("already_training");
    if (new Set(this.#taught().map(({ classId }) => classId)).size < 2) fail("too_few_classes");
    this.#sweep = new Sweep();
  }

  async findSteps(steps) {
    const messages = (this.#sweep ?? fail("not_training")).go(steps);
    return this.#sweep.ended ? [...messages, ...this.stopFinding()] : messages;
  }

  stopFinding() {
    const { suggestion } = this.#sweep ?? fail("not_training");
    this.#sweep = null;
    return [{ type: "found", suggestion }];
  }

  async classify(bytes) {
    return this.#predict(await decode(bytes));
  }

  async classifyPixels(rgba, width, height) {
    return this.#predict(new ImageData(new Uint8ClampedArray(rgba), width, height));
  }

  unjudged() {
    if (!this.#trained) fail("not_trained");
    return [];
  }

  unjudgedFamiliar() {
    return this.unjudged();
  }

  async learnFamiliarity() {
    this.unjudged();
  }

  /** Nothing is held out here: what is no test is training. */
  async report(on = "training") {
    if (!this.#trained) fail("not_trained");
    const pictures = on === "test" ? this.#used().filter(({ source }) => this.#aside.has(source)) : on === "validation" ? [] : this.#taught();
    return this.#report(on, pictures, this.#trained.info.classIds, this.#trained.weights);
  }

  startCrossValidation() {
    if (new Set(this.#taught().map(({ classId }) => classId)).size < 2) fail("too_few_classes");
    return (this.#crossValidation = { done: 0, total: 10 });
  }

  async crossValidationSteps(steps) {
    const { done, total } = this.#crossValidation ?? fail("not_cross_validating");
    return (this.#crossValidation = { done: Math.min(total, done + steps), total });
  }

  crossValidated() {
    if (this.#crossValidation?.done !== this.#crossValidation?.total) fail("not_cross_validating");
    this.#crossValidation = null;
    const classIds = [...new Set(this.#taught().map(({ classId }) => classId))];
    const weights = classIds.map(() => [0]);
    const report = this.#report("crossValidation", this.#taught(), classIds, weights);
    return { report, likelyWrong: this.#taught().map(({ id }) => id).slice(0, 1), unmeasuredClassIds: [] };
  }

  alike(from, count) {
    const used = this.#used().sort((a, b) => a.id - b.id);
    const pairs = used.slice(from, from + count).flatMap((first) => used.filter(({ id }) => id > first.id).map((second) => ({ first, second })));
    const same = ({ first, second }) => first.source !== second.source && first.embedding.every((level, index) => level === second.embedding[index]);
    return pairs.filter(same).map(({ first, second }) => ({ first: first.id, second: second.id, similarity: 1 }));
  }

  async saveModel() {
    if (!this.#trained) fail("not_trained");
    return new TextEncoder().encode(JSON.stringify(this.#trained));
  }

  loadModel(bytes) {
    let head;
    try {
      head = JSON.parse(new TextDecoder().decode(bytes));
    } catch {
      fail("wrong_model");
    }
    if (head.info.backbone !== this.backbone || !head.info.classIds.some((id) => this.#classes.has(id))) fail("wrong_model");
    this.#trained = head;
  }

  augmentationPresets() {
    return PRESETS;
  }

  async square(bytes) {
    return (await gridOf(await decode(bytes))).square;
  }

  async squareOfPixels(rgba, width, height) {
    return (await gridOf(new ImageData(new Uint8ClampedArray(rgba), width, height))).square;
  }

  async augmentedViews(rgba, width, height, augmentation, count, seed) {
    if (!(count >= 1 && count <= 64)) fail("invalid_settings", "The number of views must be 1 to 64.");
    return augmented(rgba, augmentation, count, seed);
  }

  async #add(classId, source, aside, image) {
    this.#class(classId);
    const twin = [...this.#pictures.values()].find((picture) => picture.source === source);
    if (twin && this.#aside.has(source) !== aside) fail(aside ? "source_taught" : "source_aside");
    const { embedding, square } = await this.#grid(image);
    const id = this.#nextPicture++;
    this.#pictures.set(id, { id, classId, source, enabled: true, embedding });
    this.setPicturesAside([id], aside);
    return { id, embedding, square, free() {} };
  }

  async #predict(image) {
    const { embedding } = await this.#grid(image);
    if (!this.#trained) return { kind: "imagenet", scores: [{ classId: null, label: "swatch", score: 1 }], noneOfThese: false };
    const { info, weights } = this.#trained;
    const known = predict(weights, embedding).map((score, index) => ({ classId: info.classIds[index], score }));
    const scores = known.filter(({ classId }) => this.#classes.get(classId)?.enabled);
    return { kind: "taught", scores: scores.map(({ classId, score }) => ({ classId, label: this.#class(classId).name, score })), noneOfThese: false };
  }

  /** Another backbone sees the cells in another order. */
  async #grid(image) {
    const { square, embedding } = await gridOf(image);
    return { square, embedding: this.backbone === "another" ? embedding.reverse() : embedding };
  }

  #end(reason) {
    const { classIds, regression, fingerprint } = this.#run ?? fail("not_training");
    this.#run = null;
    const { epochs, weights } = regression;
    const info = {
      classIds, backbone: this.backbone, settings: this.#settings, bestEpoch: epochs.length, epochs, trainingPictures: regression.pictures,
      validationPictures: 0, unvalidatedClassIds: classIds,
    };
    this.#trained = { info, weights, fingerprint };
    return [{ type: "finished", reason, bestEpoch: epochs.length }];
  }

  #info({ id, name, enabled }) {
    const pictures = [...this.#pictures.values()].filter(({ classId }) => classId === id).sort((a, b) => a.id - b.id);
    return { id, name, enabled, pictures: pictures.map((picture) => picture.id), sources: new Set(pictures.map(({ source }) => source)).size };
  }

  #report(measuredOn, pictures, classIds, weights) {
    const confusion = classIds.map(() => classIds.map(() => 0));
    const predictions = pictures.filter(({ classId }) => classIds.includes(classId)).map(({ id, classId, embedding }) => {
      const scores = predict(weights, embedding);
      const actual = classIds.indexOf(classId);
      const predicted = scores.indexOf(Math.max(...scores));
      confusion[actual][predicted]++;
      return {
        pictureId: id, classId, predictedId: classIds[predicted], confidence: scores[predicted], selfConfidence: scores[actual], loss: -Math.log(scores[actual]),
      };
    });
    const right = confusion.reduce((sum, row, index) => sum + row[index], 0);
    const accuracy = predictions.length ? right / predictions.length : 0;
    const means = { precision: accuracy, recall: accuracy, f1: accuracy };
    return {
      measuredOn, pictures: predictions.length, accuracy, accuracyInterval: [0, 1], classIds, confusion, confusionShares: confusion, classes: [],
      macroMean: means, weightedMean: means, topAccuracies: [accuracy], logLoss: 0, calibrationError: 0, calibrated: null, predictions,
    };
  }

  #used() {
    return [...this.#pictures.values()].filter(({ enabled, classId }) => enabled && this.#class(classId).enabled);
  }

  #taught() {
    return this.#used().filter(({ source }) => !this.#aside.has(source));
  }

  #fingerprint() {
    return this.#taught().map(({ id, classId }) => `${id}:${classId}`).sort().join(" ");
  }

  #class(id) {
    return this.#classes.get(id) ?? fail("unknown_class");
  }

  #all(ids) {
    return [...ids].map((id) => this.#pictures.get(id) ?? fail("unknown_picture"));
  }
}

/** Has each call ask for a planned fault first, and refuses what comes in the middle of another call. */
function guarded(engine) {
  let busy = null;
  const guard = (name, method) => (...args) => {
    if (busy) throw new Error(`${name} was called in the middle of ${busy}: recursive use of an object`);
    busy = name;
    const leave = () => (busy = null);
    try {
      // A fault that takes time makes the whole call take time.
      const planned = fault(name);
      const result = planned ? planned.then((instead) => instead ?? method.apply(engine, args)) : method.apply(engine, args);
      if (result instanceof Promise) return result.finally(leave);
      leave();
      return result;
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) leave();
      throw error;
    }
  };
  return new Proxy(engine, {
    // A promise looks whether there is a method `then`.
    get: (target, name) => target[name] && guard(name, target[name]),
  });
}

export const Engine = {
  catalogue: FakeEngine.catalogue,
  create: async (backend, weights) => {
    await fault(`create ${backend}`);
    return guarded(await FakeEngine.create(backend, weights));
  },
};
