/** The measurements as a Markdown table: the median of the rounds, and the ratio of Pupil to its peer with its spread over the rounds. */

/** @typedef {Record<string, number>} Figures */

/** What a row shows of a round's figures, and in what unit. @type {[string, string, (value: number) => string][]} */
const ROWS = [
  ["First forward", "firstForward", duration],
  ["Forward, one picture", "forward", duration],
  ["Embedding 16 pictures", "embed", duration],
  ["Augmenting 32 pictures", "augment", duration],
  ["First head epoch", "firstEpoch", duration],
  ["Head epoch", "epoch", duration],
  ["Fine-tuning step, 8 pictures", "fineTune", duration],
  ["Basic CNN epoch, 500 pictures", "scratch", duration],
  ["ResNet-50 forward", "resnet50", duration],
  ["Navigation to first prediction", "navigation", duration],
  ["Bytes downloaded", "bytes", (bytes) => `${(bytes / 1e6).toFixed(1)} MB`],
];

/**
 * @param {string} title
 * @param {string} peer
 * @param {{ ours: Figures, theirs: Figures }[]} rounds
 */
export function table(title, peer, rounds) {
  const rows = ROWS.map(([label, key, show]) => {
    const ours = rounds.map((round) => round.ours[key]);
    const theirs = rounds.map((round) => round.theirs[key]);
    if (theirs.includes(undefined)) return `| ${label} | ${show(median(ours))} | cannot | – |`;
    return `| ${label} | ${show(median(ours))} | ${show(median(theirs))} | ${ratio(ours.map((value, i) => value / theirs[i]))} |`;
  });
  return [`| ${title} | Pupil | ${peer} | ratio |`, "|---|---|---|---|", ...rows].join("\n");
}

/** @param {number[]} ratios */
function ratio(ratios) {
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)].map((value) => value.toFixed(2));
  const middle = `**${median(ratios).toFixed(2)}**`;
  return least === most ? middle : `${middle} (${least} – ${most})`;
}

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @param {number} ms */
function duration(ms) {
  return ms < 1000 ? `${ms.toFixed(ms < 100 ? 1 : 0)} ms` : `${(ms / 1000).toFixed(2)} s`;
}
