/** A training run: it trains, then finishes, one picture a step; "fineTune" wants each picture for that. */
import { fail } from "./errors.js";
import { predict, Regression } from "./regression.js";

const best = (scores) => scores.indexOf(Math.max(...scores));

export class Run {
  #settings;
  #classIds;
  #emptyClassIds;
  #pictures;
  #regression;
  /** Pictures that the last phase still wants. @type {number[] | null} */
  #wanted = null;
  #supplied = new Set();
  #reason;

  constructor(dataset, settings, backbone) {
    this.#settings = settings;
    this.#classIds = dataset.trainingClasses();
    this.#emptyClassIds = [...dataset.classes.values()].filter(({ id, enabled }) => enabled && !this.#classIds.includes(id)).map(({ id }) => id);
    this.#pictures = dataset.training();
    this.fingerprint = dataset.fingerprint();
    this.backbone = backbone;
    const examples = this.#pictures.map(({ classId, embedding }) => ({ embedding, output: this.#classIds.indexOf(classId) }));
    this.#regression = new Regression(examples, this.#classIds.length, settings);
  }

  get started() {
    return {
      type: "started", epochs: this.#settings.epochs, stepsPerEpoch: this.#regression.stepsPerEpoch, trainingPictures: this.#pictures.length,
      validationPictures: 0, unvalidatedClassIds: this.#classIds, emptyClassIds: this.#emptyClassIds,
    };
  }

  get wanted() {
    if (this.#settings.method === "denseHead") return [];
    const next = this.#wanted ? this.#wanted.slice(0, 1) : this.#pictures.map(({ id }) => id);
    return next.filter((id) => !this.#supplied.has(id));
  }

  supply(id) {
    this.#supplied.add(id);
  }

  /** @param {number} steps @param {object | null} before the model in use */
  steps(steps, before) {
    if (!this.#wanted) return this.#train(steps);
    return this.#finish(steps) ? [this.finished(before)] : [];
  }

  /** The last phase begins: everything must be supplied again. */
  stop(reason) {
    if (this.#wanted) fail("not_training");
    this.#supplied.clear();
    this.#wanted = this.#settings.method === "denseHead" ? [] : this.#pictures.map(({ id }) => id);
    this.#reason = reason;
    return [{ type: "finishing", reason }];
  }

  /** @param {object | null} before the model in use */
  finished(before) {
    const { epochs, weights } = this.#regression;
    const diverged = weights.flat().some((weight) => !Number.isFinite(weight));
    const reason = diverged ? "diverged" : (this.#reason ?? "stopped");
    return { type: "finished", reason, bestEpoch: epochs.length, ...this.#outcome(before, reason) };
  }

  /** As the real engine's, on the training pictures, for nothing is held out here: the instant model has no answer for them. */
  #outcome(before, reason) {
    const not = (why, comparison = null) => ({ inUse: false, why, comparison });
    const used = (why, comparison = null) => ({ inUse: true, why, comparison });
    if (reason === "diverged") return not("diverged");
    if (this.#regression.epochs.length === 0) return not("nothingLearnt");
    if (!before) return used("first");
    if (String(before.info.classIds) !== String(this.#classIds)) return used("otherClasses");
    const answers = before.answersOn(this.#pictures);
    if (answers.length === 0) return used("nothingToCompare");
    const right = (weights, { classId, embedding }) => this.#classIds[best(predict(weights, embedding))] === classId;
    const both = answers.map(({ picture, weights }) => [right(weights, picture), right(this.#regression.weights, picture)]);
    const count = (matches) => both.filter(matches).length;
    const comparison = {
      pictures: both.length, before: count(([was]) => was), after: count(([, is]) => is), onlyBefore: count(([was, is]) => was && !is),
      onlyAfter: count(([was, is]) => is && !was), couldBeChance: true,
    };
    return comparison.after < comparison.before ? not("worse", comparison) : used("notWorse", comparison);
  }

  get info() {
    const { epochs } = this.#regression;
    return {
      method: this.#settings.method, classIds: this.#classIds, backbone: this.backbone, settings: this.#settings, bestEpoch: epochs.length, epochs,
      trainingPictures: this.#pictures.length, validationPictures: 0, unvalidatedClassIds: this.#classIds,
      startedFrom: this.#settings.method === "fineTune" ? "denseHead" : null,
    };
  }

  /** @param {boolean} complete whether the last phase was done */
  model(complete) {
    return { info: this.info, weights: this.#regression.weights, fingerprint: this.fingerprint, complete };
  }

  #train(steps) {
    if (this.wanted.length > 0) fail("picture_not_supplied");
    const messages = [];
    for (let step = 0; step < steps; step++) {
      const epoch = this.#regression.step();
      if (epoch) messages.push({ type: "epoch", ...epoch });
      if (this.#regression.epochs.length === this.#settings.epochs) return [...messages, ...this.stop("completed")];
    }
    return [...messages, { type: "step", steps: this.#regression.steps }];
  }

  /** Whether the last phase is done. */
  #finish(steps) {
    while (steps-- > 0 && this.#wanted.length > 0 && this.#supplied.has(this.#wanted[0])) this.#wanted.shift();
    return this.#wanted.length === 0;
  }
}
