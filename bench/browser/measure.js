/** What is timed, the same for both sides. */

/**
 * Each figure is the fastest of as many runs as fit in this time: what else runs on a machine only ever adds to a time. At least one,
 * as software WebGPU takes half a minute for some.
 */
const BUDGET_MS = 3000;

/**
 * @typedef {object} Subject
 * @property {() => Promise<{ label: string, score: number }>} classify one picture, from its pixels to its best label
 * @property {() => Promise<unknown>} embed 16 pictures, from their pixels to their embeddings
 * @property {() => Promise<unknown>} augment 32 pictures by the textbook's augmentation, read back
 * @property {() => Promise<unknown>} epoch trains the head once over all embeddings
 * @property {() => Promise<() => Promise<unknown>>} resnet50 makes the network; then embeds one picture at each call
 * @property {false | (() => Promise<() => Promise<unknown>>)} fineTune sets it up; then two steps of fine-tuning at each call; false
 *   where it cannot be done
 * @property {false | (() => Promise<() => Promise<unknown>>)} scratch sets it up; then trains the basic CNN on a share of an epoch's
 *   pictures at each call; false where it cannot be done
 * @property {number} scratchShare that share
 */

/** @param {() => Promise<Subject>} load */
export async function measure(load) {
  const subject = await load();
  const firstForward = await time(subject.classify);
  const answer = await subject.classify();
  const forward = await fastest(subject.classify);
  const firstEpoch = await time(subject.epoch);
  const epoch = await fastest(subject.epoch);
  await subject.embed();
  const embed = await fastest(subject.embed);
  await subject.augment();
  const augment = await fastest(subject.augment);
  const ms = { firstForward, forward, firstEpoch, epoch, embed, augment, resnet50: await prepared(subject.resnet50) };
  if (subject.fineTune) ms.fineTune = (await prepared(subject.fineTune)) / 2;
  if (subject.scratch) ms.scratch = (await prepared(subject.scratch)) / subject.scratchShare;
  return { answer, ms };
}

/** @param {() => Promise<() => Promise<unknown>>} prepare */
async function prepared(prepare) {
  const run = await prepare();
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
