/** The toy engine: the same methods as the real one. A picture is a grid of mean colours, the head is softmax regression. */
import { augmented, PRESETS } from "./augmented.js";
import { Dataset } from "./dataset.js";
import { fail } from "./errors.js";
import { Instant } from "./instant.js";
import { bytesOf, modelOf } from "./model-file.js";
import { embeddingOf, Picture, squareOf } from "./picture.js";
import { RateSearch } from "./rate-search.js";
import { predict } from "./regression.js";
import { reportOn, standing } from "./report.js";
import { Run } from "./run.js";
import { checked, defaultsOf } from "./settings.js";

/** A toy looks at all of it. */
const WHOLE = { classId: 0, width: 1, height: 1, values: [1], crop: 1 };

/** Numbers in an embedding. */
const FEATURES = 64;

/** Views of each picture, and how many times as bright they are. */
const [VIEWS, BRIGHTER] = [2, 2];

/** Milliseconds that a frame is said to take. */
const FRAME_MS = { cpu: 20, webgpu: 10 };

export class FakeEngine {
  #dataset = new Dataset();
  #instant;
  #crossValidation = null;
  #settings = defaultsOf("denseHead");
  /** The trained model in use. */
  #trained = null;
  /** Of the last run, if it is not in use. */
  #unused = null;
  /** What is compared with the model in use, if it is not the instant one. */
  #rival = null;
  #seenByBoth = new Set();
  #run = null;
  #search = null;
  #backend;
  #backbone;

  constructor(backend, backbone) {
    this.#backend = backend;
    this.#backbone = backbone;
    this.#instant = new Instant(this.#dataset, backbone);
  }

  free() {
    this.#dataset = null;
  }

  async warmUp() {
    return FRAME_MS[this.#backend];
  }

  restore(state) {
    this.#dataset.restore(state);
  }

  restorePicture(...picture) {
    this.#dataset.restorePicture(...picture);
  }

  restoreClass(id, name, enabled) {
    this.#dataset.restoreClass(id, name, enabled);
  }

  restoreModel(bytes) {
    this.#trained = this.#parsed(bytes);
  }

  addClass(name) {
    return this.#dataset.addClass(name);
  }

  renameClass(id, name) {
    return this.#dataset.renameClass(id, name);
  }

  setClassEnabled(id, enabled) {
    this.#dataset.class(id).enabled = enabled;
  }

  removeClass(id) {
    this.#dataset.removeClass(id);
  }

  async addPicture(classId, given, aside, picture, before) {
    this.#dataset.check(classId, given, aside);
    const embedding = await this.embed(picture);
    const { id, source } = this.addEmbedded(classId, given, aside, embedding, before);
    const square = squareOf(picture);
    return { id, embedding, source, square: () => Picture.fromRgba(square.rgba(), square.width, square.height), free: () => square.free() };
  }

  addEmbedded(classId, given, aside, embedding, before) {
    if (embedding.length !== FEATURES) fail("wrong_embedding");
    this.#dataset.check(classId, given, aside);
    const source = this.#dataset.sourceAfter(before, classId, embedding) ?? given;
    return { id: this.#dataset.add(classId, source, aside, embedding), source };
  }

  removePictures(ids) {
    this.#dataset.remove(ids);
  }

  movePictures(ids, classId) {
    this.#dataset.class(classId);
    for (const picture of this.#dataset.all(ids)) picture.classId = classId;
  }

  setPicturesEnabled(ids, enabled) {
    for (const picture of this.#dataset.all(ids)) picture.enabled = enabled;
  }

  setPicturesAside(ids, aside) {
    this.#dataset.setAside(ids, aside);
  }

  project() {
    return structuredClone({
      trained: this.#inUse?.info ?? null,
      instant: this.#instant.info(this.#trained === null),
      needsTraining: this.#inUse?.fingerprint !== this.#dataset.fingerprint(),
      cannotTrain: this.#cannotTrain(),
      settings: this.#settings,
      backbone: this.#backbone,
      architecture: this.#backbone,
      blocks: 18,
    });
  }

  settings() {
    return this.#settings;
  }

  setSettings(settings) {
    this.#settings = checked(settings);
  }

  settingsOf(method) {
    return defaultsOf(method);
  }

  defaultSettings() {
    return defaultsOf(this.#settings.method);
  }

  instantSteps(parts) {
    return this.#instant.steps(parts);
  }

  picturesWithoutViews() {
    return Uint32Array.from(this.#dataset.training().filter(({ views }) => !views).map(({ id }) => id));
  }

  viewCount() {
    return VIEWS;
  }

  /** A toy view is brighter. */
  async embedView(picture) {
    return (await this.embed(picture)).map((value) => value * BRIGHTER);
  }

  setViews(id, embeddings) {
    this.#dataset.setViews(id, embeddings, FEATURES);
    this.#instant.forgetPictures();
  }

  clearViews() {
    this.#dataset.clearViews();
    this.#instant.forgetPictures();
  }

  useInstant() {
    this.#instant.use();
    this.#trained = null;
  }

  startTraining() {
    if (this.#run || this.#search) fail("already_training");
    this.#run = new Run(this.#dataset, this.#settings, this.#backbone);
    return [this.#run.started];
  }

  wantedPictures() {
    return Uint32Array.from(this.#search ? [] : this.#running().wanted);
  }

  wantsOriginals() {
    if (!this.#search) this.#running();
    return false;
  }

  supply(id, picture) {
    if (!this.#search) this.#running().supply(id);
    return squareOf(picture);
  }

  async trainSteps(steps) {
    const messages = this.#running().steps(steps, this.#before);
    const last = messages.at(-1);
    if (last?.type === "finished") this.#end(true, last);
    return messages;
  }

  stopTraining() {
    return this.#running().stop("stopped");
  }

  finishTraining() {
    const finished = this.#running().finished(this.#before);
    this.#end(false, finished);
    return [finished];
  }

  async saveBest() {
    return bytesOf(this.#run ? this.#run.model(false) : (this.#unused ?? fail("not_training")));
  }

  runInfo() {
    return structuredClone(this.#run ? this.#run.info : (this.#unused ?? fail("not_training")).info);
  }

  startRateSearch() {
    if (this.#run || this.#search) fail("already_training");
    this.#dataset.trainingClasses();
    this.#search = new RateSearch();
  }

  async rateSearchSteps(steps) {
    const messages = (this.#search ?? fail("not_training")).go(steps);
    return this.#search.ended ? [...messages, ...this.stopRateSearch()] : messages;
  }

  stopRateSearch() {
    const { suggestion } = this.#search ?? fail("not_training");
    this.#search = null;
    return [{ type: "found", suggestion }];
  }

  async classify(picture) {
    const embedding = await this.embed(picture);
    if (!this.#inUse) return { kind: "imagenet", scores: [{ classId: null, label: "swatch", score: 1 }], noneOfThese: false };
    const { info, weights } = this.#inUse;
    const known = predict(weights, embedding).map((score, index) => ({ classId: info.classIds[index], score }));
    const scores = known.filter(({ classId }) => this.#dataset.classes.get(classId)?.enabled);
    return { kind: "trained", scores: scores.map(({ classId, score }) => ({ classId, label: this.#dataset.class(classId).name, score })), noneOfThese: false };
  }

  async explain(picture) {
    this.#model();
    return { prediction: await this.classify(picture), ...WHOLE };
  }

  /** Another backbone sees the cells in another order. */
  async embed(picture) {
    return this.#backbone === "another" ? embeddingOf(picture).reverse() : embeddingOf(picture);
  }

  missingPictures() {
    this.#model();
    return new Uint32Array();
  }

  async predict(id) {
    this.#model();
    this.#dataset.all([id]);
  }

  /** Nothing is held out here: without `on`, a trained model is measured on the training pictures. */
  async report(on = this.#trained ? "training" : "outOfFold") {
    const { info, weights } = this.#model();
    if (on === "outOfFold") return reportOn(on, this.#instant.predictions(this.#dataset.training()), info.classIds);
    const pictures = { training: () => this.#dataset.training(), test: () => this.#dataset.test(), validation: () => [] }[on]();
    return reportOn(on, pictures.map((picture) => ({ picture, weights })), info.classIds);
  }

  startCrossValidation() {
    this.#dataset.trainingClasses();
    return (this.#crossValidation = { done: 0, total: 10 });
  }

  async crossValidationSteps(steps) {
    const { done, total } = this.#crossValidation ?? fail("not_cross_validating");
    return (this.#crossValidation = { done: Math.min(total, done + steps), total });
  }

  crossValidated() {
    if (this.#crossValidation?.done !== this.#crossValidation?.total) fail("not_cross_validating");
    this.#crossValidation = null;
    const classIds = this.#dataset.trainingClasses();
    const pictures = this.#dataset.training();
    return {
      report: reportOn("crossValidation", pictures.map((picture) => ({ picture, weights: classIds.map(() => [0]) })), classIds),
      likelyWrong: pictures.map(({ id }) => id).slice(0, 1),
      unmeasuredClassIds: [],
    };
  }

  nearDuplicates(from, count) {
    const used = this.#dataset.used().sort((a, b) => a.id - b.id);
    const pairs = used.slice(from, from + count).flatMap((first) => used.filter(({ id }) => id > first.id).map((second) => ({ first, second })));
    const same = ({ first, second }) => (first.source !== second.source || first.classId !== second.classId) && first.embedding.every((level, index) => level === second.embedding[index]);
    return pairs.filter(same).map(({ first, second }) => ({ first: first.id, second: second.id, similarity: 1 }));
  }

  setRival(bytes) {
    this.#rival = bytes ? this.#parsed(bytes) : null;
    this.#seenByBoth.clear();
  }

  /** Those of the test set where one of the two is fine-tuned. */
  unseenByBoth() {
    const seesPictures = [this.#model(), this.#rival].some((model) => model?.info.method === "fineTune");
    return Uint32Array.from(seesPictures ? this.#dataset.test().map(({ id }) => id).filter((id) => !this.#seenByBoth.has(id)) : []);
  }

  async predictBoth(id) {
    this.#seenByBoth.add(id);
  }

  /** Nothing is held out here: without a test set, nothing can be compared. */
  async compare() {
    if (this.unseenByBoth().length > 0) fail("picture_not_supplied");
    return standing(this.#model(), this.#rival ?? this.#instant.use(), this.#dataset.test());
  }

  async saveModel() {
    return bytesOf(this.#model());
  }

  loadModel(bytes) {
    const model = this.#parsed(bytes);
    if (!model.info.classIds.some((id) => this.#dataset.classes.has(id))) fail("wrong_model");
    this.#trained = model;
  }

  augmentationPresets() {
    return PRESETS;
  }

  square(picture) {
    return squareOf(picture);
  }

  async augmentedViews(picture, augmentation, count, seed) {
    if (!(count >= 1 && count <= 64)) fail("invalid_settings", "The number of views must be 1 to 64.", { detail: "count" });
    return augmented(picture.rgba(), augmentation, count, seed);
  }

  #cannotTrain() {
    try {
      this.#dataset.trainingClasses();
      return null;
    } catch (error) {
      return error;
    }
  }

  #running() {
    return this.#run ?? fail("not_training");
  }

  get #inUse() {
    return this.#trained ?? this.#instant.model;
  }

  #model() {
    return this.#inUse ?? fail("not_trained");
  }

  /** The model in use, and what it answers for pictures that it has not learnt from. */
  get #before() {
    const model = this.#inUse;
    return model && { info: model.info, answersOn: (pictures) => (this.#trained ? pictures.map((picture) => ({ picture, weights: model.weights })) : []) };
  }

  #end(complete, { inUse }) {
    const model = this.#run.model(complete);
    if (inUse) this.#trained = model;
    else this.#unused = model;
    this.#run = null;
  }

  #parsed(bytes) {
    const model = modelOf(bytes);
    return model.info.backbone === this.#backbone ? model : fail("wrong_model");
  }
}
