/** The measurements as a Markdown table: the median of the rounds, and the ratio of Pupil to the fastest peer with its spread over the rounds. */

/** Of one side in one round; what it cannot do is left out. @typedef {Record<string, number>} Figures */

/** What a row shows of a round's figures, and in what unit. @type {[string, string, (value: number) => string][]} */
const ROWS = [
  ["First forward", "firstForward", duration],
  ["Forward, one picture", "forward", duration],
  ["Embedding 16 pictures", "embed", duration],
  ["Augmenting 32 pictures", "augment", duration],
  ["First head epoch", "firstEpoch", duration],
  ["Head epoch", "epoch", duration],
  ["Instant, 100 pictures", "instant100", duration],
  ["Dense head, a run on 100 pictures", "denseHead100", duration],
  ["Instant, 1,000 pictures", "instant1000", duration],
  ["Dense head, a run on 1,000 pictures", "denseHead1000", duration],
  ["Instant, 10,000 pictures", "instant10000", duration],
  ["Fine-tuning step, 8 pictures", "fineTune", duration],
  ["Basic CNN epoch, 500 pictures", "scratch", duration],
  ["ResNet-50 forward", "resnet50", duration],
  ["Navigation to first prediction, a JPEG", "navigation", duration],
  ["Navigation to first prediction, a PNG", "png", duration],
  ["Bytes downloaded", "bytes", (bytes) => `${(bytes / 1e6).toFixed(1)} MB`],
];

/**
 * @param {string} title
 * @param {string[]} names of the sides, Pupil first
 * @param {Figures[][]} rounds each with the figures of all sides
 */
export function table(title, names, rounds) {
  const rows = ROWS.map(([label, key, show]) => {
    const cells = names.map((_, side) => cell(rounds.map((round) => round[side][key]), show));
    return `| ${[label, ...cells, ratio(rounds.map((round) => toFastest(round, key)))].join(" | ")} |`;
  });
  const head = [title, ...names, "Pupil / the fastest other"];
  return [`| ${head.join(" | ")} |`, `|${"---|".repeat(head.length)}`, ...rows].join("\n");
}

/** @param {(number | undefined)[]} values @param {(value: number) => string} show */
function cell(values, show) {
  const known = values.filter((value) => value !== undefined);
  return known.length ? show(median(known)) : "–";
}

/** Pupil's figure over that of the fastest peer; not a number where no peer has one. @param {Figures[]} round @param {string} key */
function toFastest([ours, ...theirs], key) {
  return ours[key] / Math.min(...theirs.map((figures) => figures[key] ?? NaN).filter((value) => !Number.isNaN(value)));
}

/** @param {number[]} ratios */
function ratio(ratios) {
  if (!ratios.every((value) => value > 0)) return "–";
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)].map((value) => value.toFixed(2));
  const middle = `**${median(ratios).toFixed(2)}**`;
  return least === most ? middle : `${middle} (${least} – ${most})`;
}

/** @param {number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @param {number} ms */
function duration(ms) {
  return ms < 1000 ? `${ms.toFixed(ms < 100 ? 1 : 0)} ms` : `${(ms / 1000).toFixed(2)} s`;
}
