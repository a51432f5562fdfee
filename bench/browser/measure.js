/** What is timed, the same for all sides. */

/**
 * Each figure is the fastest of as many runs as fit in this time: what else runs on a machine only ever adds to a time. At least one,
 * as software WebGPU takes half a minute for some.
 */
const BUDGET_MS = 3000;

/**
 * A side's best label for the picture and that label's score, where its network has labels, and the picture's embedding.
 * @typedef {{ label?: string, score?: number, embedding: number[] }} Answer
 */

/** Sets a row up; the result runs it once at each call. @typedef {() => Promise<() => Promise<unknown>>} Prepared */

/**
 * What a side can do; a row that it cannot do is left out.
 * @typedef {object} Subject
 * @property {() => Promise<unknown>} forward one picture, from its pixels to its scores
 * @property {() => Promise<Answer>} answer what shows that all sides run the same network
 * @property {() => Promise<unknown>} embed 16 pictures, from their pixels to their embeddings
 * @property {Prepared} resnet50 makes the network; then embeds one picture at each call
 * @property {() => Promise<unknown>} [augment] 32 pictures by the textbook's augmentation, read back
 * @property {() => Promise<unknown>} [epoch] trains the head once over all embeddings
 * @property {Prepared} [fineTune] sets it up; then two steps of fine-tuning at each call
 * @property {Prepared} [scratch] sets it up; then trains the basic CNN on a share of an epoch's pictures at each call
 * @property {number} [scratchShare] that share
 * @property {Record<string, Prepared>} [heads] by the row's name: sets it up; then learns some pictures at each call
 */

/** @param {() => Promise<Subject>} load */
export async function measure(load) {
  const subject = await load();
  /** @type {Record<string, number>} */
  const ms = { firstForward: await time(subject.forward) };
  const answer = await subject.answer();
  ms.forward = await fastest(subject.forward);
  if (subject.epoch) {
    ms.firstEpoch = await time(subject.epoch);
    ms.epoch = await fastest(subject.epoch);
  }
  ms.embed = await warmed(subject.embed);
  if (subject.augment) ms.augment = await warmed(subject.augment);
  ms.resnet50 = await warmed(await subject.resnet50());
  if (subject.fineTune) ms.fineTune = (await warmed(await subject.fineTune())) / 2;
  if (subject.scratch) ms.scratch = (await warmed(await subject.scratch())) / (subject.scratchShare ?? 1);
  for (const [row, prepare] of Object.entries(subject.heads ?? {})) ms[row] = await warmed(await prepare());
  return { answer, ms };
}

/** @param {() => Promise<unknown>} run */
async function warmed(run) {
  await run();
  return fastest(run);
}

/** @param {() => Promise<unknown>} run */
async function fastest(run) {
  const times = [];
  const end = performance.now() + BUDGET_MS;
  do times.push(await time(run));
  while (performance.now() < end);
  return Math.min(...times);
}

/** @param {() => Promise<unknown>} run */
async function time(run) {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
