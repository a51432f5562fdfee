/** The instant model as a toy: the nearest mean of a class. Brought up to date in one part per ten pictures. */
import { fail } from "./errors.js";
import { predict } from "./regression.js";

const PICTURES_A_PART = 10;

export class Instant {
  #dataset;
  #backbone;
  /** Of the last one that was made. */
  #made = null;
  #done = 0;
  /** What is being learnt. */
  #underWay = null;

  constructor(dataset, backbone) {
    this.#dataset = dataset;
    this.#backbone = backbone;
  }

  steps(parts) {
    const fingerprint = this.#fingerprint();
    if (fingerprint === null) {
      this.#made = null;
      return { done: 0, total: 0 };
    }
    const total = Math.ceil(this.#dataset.training().length / PICTURES_A_PART);
    if (this.#made?.fingerprint === fingerprint) return { done: total, total };
    if (this.#underWay !== fingerprint) [this.#underWay, this.#done] = [fingerprint, 0];
    this.#done = Math.min(total, this.#done + parts);
    if (this.#done === total) this.#made = { fingerprint, ...this.#learnt() };
    return { done: this.#done, total };
  }

  /** What it learns from has changed, if not the pictures. */
  forgetPictures() {
    if (this.#made) this.#made.fingerprint = null;
    this.#underWay = null;
  }

  /** The part of a snapshot that is about it; null if there is none. */
  info(inUse) {
    const model = this.model;
    if (!model) return null;
    const { classIds, trainingPictures: pictures, unvalidatedClassIds: unmeasuredClassIds } = model.info;
    const { answers } = this.#made;
    const classes = classIds.filter((id) => !unmeasuredClassIds.includes(id)).map((classId) => {
      const of = answers.filter((answer) => answer.classId === classId);
      return { classId, right: of.filter(isRight).length, of: of.length, takenFor: mostOften(of) };
    });
    const right = answers.filter(isRight).length;
    return {
      upToDate: this.#made.fingerprint === this.#fingerprint(), inUse, classIds, pictures, unmeasuredClassIds, classes,
      withViews: this.#dataset.training().filter(({ views }) => views).length,
      outOfFold: answers.length ? { right, of: answers.length, ...wilson(right, answers.length) } : null,
      wrong: answers.filter((answer) => !isRight(answer)).map(({ id }) => id),
    };
  }

  /** As a trained one; null until it is made. */
  get model() {
    return this.#made?.model ?? null;
  }

  /** The out-of-fold answers on these pictures, as a report takes them. */
  predictions(pictures) {
    const { folds } = this.#made;
    return pictures.filter(({ id }) => folds.has(id)).map((picture) => ({ picture, weights: folds.get(picture.id) }));
  }

  #learnt() {
    const classIds = this.#dataset.trainingClasses();
    const pictures = this.#dataset.training();
    const sources = new Map(classIds.map((id) => [id, new Set(pictures.filter(({ classId }) => classId === id).map(({ source }) => source))]));
    const unvalidatedClassIds = classIds.filter((id) => sources.get(id).size < 2);
    const measured = pictures.filter(({ classId }) => !unvalidatedClassIds.includes(classId));
    const folds = new Map(measured.map(({ id, source }) => [id, means(classIds, pictures.filter((other) => other.source !== source))]));
    const answers = measured.map(({ id, classId, embedding }) => {
      const scores = predict(folds.get(id), embedding);
      return { id, classId, predictedId: classIds[scores.indexOf(Math.max(...scores))] };
    });
    const info = {
      method: "instant", classIds, backbone: this.#backbone, settings: null, bestEpoch: 0, epochs: [], trainingPictures: pictures.length,
      validationPictures: measured.length, unvalidatedClassIds, startedFrom: null,
    };
    const model = { info, weights: means(classIds, pictures), fingerprint: this.#dataset.fingerprint(), complete: true };
    return { model, folds, answers };
  }

  #fingerprint() {
    try {
      this.#dataset.trainingClasses();
      return this.#dataset.fingerprint();
    } catch {
      return null;
    }
  }

  /** @returns {object} the model that is put to use */
  use() {
    return this.model ?? fail("not_trained");
  }
}

/** How steep the toy's answers are. */
const STEEPNESS = 40;

/** Minus the squared distance to each mean, as a linear layer. */
function means(classIds, pictures) {
  return classIds.map((id) => {
    const of = pictures.filter(({ classId }) => classId === id).flatMap(({ embedding, views = [] }) => [embedding, ...views]);
    const mean = Array.from(of[0], (_, index) => of.reduce((sum, embedding) => sum + embedding[index], 0) / of.length);
    const bias = -mean.reduce((sum, value) => sum + value * value, 0) / 2;
    return [...mean, bias].map((weight) => weight * STEEPNESS);
  });
}

const isRight = ({ classId, predictedId }) => classId === predictedId;

function mostOften(answers) {
  const counts = new Map();
  for (const { predictedId } of answers.filter((answer) => !isRight(answer))) counts.set(predictedId, (counts.get(predictedId) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most ? { classId: most[0], count: most[1] } : null;
}

/** The 95 % interval of Wilson, E. B. 1927, J. Am. Stat. Assoc. 22, 209. */
function wilson(right, of) {
  const z = 1.959964;
  const share = right / of;
  const centre = (share + z ** 2 / (2 * of)) / (1 + z ** 2 / of);
  const half = (z / (1 + z ** 2 / of)) * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2));
  return { low: centre - half, high: centre + half };
}
