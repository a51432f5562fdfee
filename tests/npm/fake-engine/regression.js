/** Softmax regression by stochastic gradient descent: a head small enough to read. */

/** Minimum milliseconds of a step, so that a run can be watched and stopped. */
const STEP_MS = 1;

/** One row a class; a row's last number is the bias. */
export function logits(weights, embedding) {
  return weights.map((row) => row.reduce((sum, weight, index) => sum + weight * (embedding[index] ?? 1), 0));
}

export function predict(weights, embedding) {
  const scores = logits(weights, embedding);
  const powers = scores.map((score) => Math.exp(score - Math.max(...scores)));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

export class Regression {
  epochs = [];
  #loss = 0;
  #right = 0;
  #step = 0;
  /** Taken so far. */
  steps = 0;

  constructor(examples, classes, { batchSize, learningRate }) {
    this.examples = examples;
    this.pictures = examples.length;
    this.batchSize = batchSize;
    this.rate = learningRate;
    this.stepsPerEpoch = Math.ceil(examples.length / batchSize);
    this.weights = Array.from({ length: classes }, () => Array(examples[0].embedding.length + 1).fill(0));
  }

  /** One step; at the end of an epoch, its metrics. */
  step() {
    const end = performance.now() + STEP_MS;
    const first = this.#step * this.batchSize;
    for (const example of this.examples.slice(first, first + this.batchSize)) this.#learn(example);
    this.#step = (this.#step + 1) % this.stepsPerEpoch;
    this.steps++;
    while (performance.now() < end);
    return this.#step === 0 ? this.#endEpoch() : null;
  }

  #learn({ embedding, output }) {
    const scores = predict(this.weights, embedding);
    this.#loss -= Math.log(scores[output]);
    this.#right += Number(scores[output] === Math.max(...scores));
    this.weights.forEach((row, index) => {
      const slope = this.rate * (scores[index] - Number(index === output));
      row.forEach((_, input) => (row[input] -= slope * (embedding[input] ?? 1)));
    });
  }

  #endEpoch() {
    const loss = this.#loss / this.pictures;
    const accuracy = this.#right / this.pictures;
    this.#loss = this.#right = 0;
    const metrics = { epoch: this.epochs.length + 1, loss, accuracy, validationLoss: null, validationAccuracy: null, best: true };
    this.epochs.push(metrics);
    return metrics;
  }
}
