/** A training run: it trains, then finishes, one picture a step; "fineTune" wants each picture for that. */
import { fail } from "./errors.js";
import { Regression } from "./regression.js";

export class Run {
  #settings;
  #classIds;
  #pictures;
  #regression;
  /** Pictures that the last phase still wants. @type {number[] | null} */
  #wanted = null;
  #supplied = new Set();
  #reason;

  constructor(dataset, settings, backbone) {
    this.#settings = settings;
    this.#classIds = dataset.trainingClasses();
    this.#pictures = dataset.training();
    this.fingerprint = dataset.fingerprint();
    this.backbone = backbone;
    const examples = this.#pictures.map(({ classId, embedding }) => ({ embedding, output: this.#classIds.indexOf(classId) }));
    this.#regression = new Regression(examples, this.#classIds.length, settings);
  }

  get started() {
    return {
      type: "started", epochs: this.#settings.epochs, stepsPerEpoch: this.#regression.stepsPerEpoch, trainingPictures: this.#pictures.length,
      validationPictures: 0, unvalidatedClassIds: this.#classIds,
    };
  }

  get wanted() {
    if (this.#settings.method === "instant") return [];
    const next = this.#wanted ? this.#wanted.slice(0, 1) : this.#pictures.map(({ id }) => id);
    return next.filter((id) => !this.#supplied.has(id));
  }

  supply(id) {
    this.#supplied.add(id);
  }

  steps(steps) {
    return this.#wanted ? this.#finish(steps) : this.#train(steps);
  }

  /** The last phase begins: everything must be supplied again. */
  stop(reason) {
    if (this.#wanted) fail("not_training");
    this.#supplied.clear();
    this.#wanted = this.#settings.method === "instant" ? [] : this.#pictures.map(({ id }) => id);
    this.#reason = reason;
    return [{ type: "finishing", reason }];
  }

  get finished() {
    return { type: "finished", reason: this.#reason ?? "stopped", bestEpoch: this.#regression.epochs.length };
  }

  get info() {
    const { epochs } = this.#regression;
    return {
      classIds: this.#classIds, backbone: this.backbone, settings: this.#settings, bestEpoch: epochs.length, epochs,
      trainingPictures: this.#pictures.length, validationPictures: 0, unvalidatedClassIds: this.#classIds,
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

  #finish(steps) {
    while (steps-- > 0 && this.#wanted.length > 0 && this.#supplied.has(this.#wanted[0])) this.#wanted.shift();
    return this.#wanted.length === 0 ? [this.finished] : [];
  }
}
