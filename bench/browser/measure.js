/** What is timed, the same for both sides. */

/** Each figure is the median of as many runs as fit in this time, at least one: software WebGPU takes half a minute for some. */
const BUDGET_MS = 3000;

/**
 * @typedef {object} Subject
 * @property {() => Promise<{ label: string, score: number }>} classify one picture, from its pixels to its best label
 * @property {() => Promise<unknown>} embed 16 pictures, from their pixels to their embeddings
 * @property {() => Promise<unknown>} epoch trains the head once over all embeddings
 */

/** @param {() => Promise<Subject>} load */
export async function measure(load) {
  const subject = await load();
  const firstForward = await time(subject.classify);
  const answer = await subject.classify();
  const forward = await median(subject.classify);
  const firstEpoch = await time(subject.epoch);
  const epoch = await median(subject.epoch);
  await subject.embed();
  const embed = await median(subject.embed);
  return { answer, ms: { firstForward, forward, firstEpoch, epoch, embed } };
}

/** @param {() => Promise<unknown>} run */
async function median(run) {
  const times = [];
  const end = performance.now() + BUDGET_MS;
  do times.push(await time(run));
  while (performance.now() < end);
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

/** @param {() => Promise<unknown>} run */
async function time(run) {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
