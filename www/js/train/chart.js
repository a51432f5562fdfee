/** Accuracy and loss, epoch by epoch, as training goes on. */
import { withCharts } from "../page/charts.js";
import { part } from "../page/template.js";
import { percent } from "../page/words.js";

/** @import { EpochMetrics } from "../../pkg/lib/index.js" */
/** @typedef {import("uplot")} Plot */

/** Height of one plot, in CSS pixels. */
const HEIGHT = 132;

export class Chart {
  /** @type {EpochMetrics[]} */
  #epochs = [];
  #waiting = false;
  /** Begun with the first epoch: most visits have none. @type {Promise<void> | null} */
  #making = null;
  /** Null until the chart library is there. @type {{ accuracy: Plot, loss: Plot } | null} */
  #plots = null;

  /** @param {HTMLElement} root the Train panel */
  constructor(root) {
    this.figure = part(root, "figure", HTMLElement);
    this.accuracyBox = part(root, "accuracy", HTMLElement);
    this.lossBox = part(root, "loss", HTMLElement);
    this.validationLegend = part(root, "validation-legend", HTMLElement);
  }

  /** @param {typeof import("uplot")} uPlot */
  #make(uPlot) {
    this.#plots = {
      accuracy: plot(uPlot, this.accuracyBox, this.figure, "Accuracy by epoch", { range: [0, 1], format: (value) => `${Math.round(value * 100)} %` }),
      loss: plot(uPlot, this.lossBox, this.figure, "Loss by epoch", { range: null, format: (value) => value.toPrecision(2) }),
    };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#draw());
    this.#draw();
  }

  /** @param {EpochMetrics[]} epochs */
  show(epochs) {
    this.#epochs = [...epochs];
    this.#drawSoon();
  }

  /** @param {EpochMetrics} epoch */
  add(epoch) {
    this.#epochs.push(epoch);
    this.#drawSoon();
  }

  /** Small heads pass many epochs in one frame of the screen. */
  #drawSoon() {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      this.#waiting = false;
      this.#draw();
    });
  }

  #draw() {
    const epochs = this.#epochs;
    if (epochs.length > 0) this.#making ??= withCharts((uPlot) => this.#make(uPlot));
    if (!this.#plots) return;
    const numbers = epochs.map(({ epoch }) => epoch);
    this.figure.hidden = epochs.length === 0;
    this.validationLegend.hidden = epochs.every(({ validationLoss }) => validationLoss === null);
    this.#plots.accuracy.setData([numbers, epochs.map((each) => each.accuracy), epochs.map((each) => each.validationAccuracy)]);
    this.#plots.loss.setData([numbers, epochs.map((each) => each.loss), epochs.map((each) => each.validationLoss)]);
    this.#describe(epochs.at(-1));
  }

  /** @param {EpochMetrics | undefined} last */
  #describe(last) {
    if (!last) return;
    const { epoch, accuracy, validationAccuracy, loss, validationLoss } = last;
    const after = `after epoch ${epoch}`;
    this.accuracyBox.ariaLabel = `Accuracy ${after}: training ${percent(accuracy)}${validationAccuracy === null ? "" : `, held out ${percent(validationAccuracy)}`}`;
    this.lossBox.ariaLabel = `Loss ${after}: training ${loss.toFixed(3)}${validationLoss === null ? "" : `, held out ${validationLoss.toFixed(3)}`}`;
  }
}

/**
 * @param {typeof import("uplot")} uPlot
 * @param {HTMLElement} box
 * @param {HTMLElement} figure holds the legend, whose colours the lines take
 * @param {string} title
 * @param {{ range: [number, number] | null, format: (value: number) => string }} scale
 */
function plot(uPlot, box, figure, title, { range, format }) {
  const line = colourOf(figure, ".train-line");
  const dashed = colourOf(figure, ".validation-line");
  const axis = { stroke: colourOf(figure, "figcaption"), font: "11px system-ui, sans-serif", grid: { stroke: colourOf(figure, ".plot"), width: 1 }, ticks: { show: false } };
  const chart = new uPlot(
    {
      width: 280, height: HEIGHT, title, padding: [8, 8, 0, 0], cursor: { show: false }, legend: { show: false },
      scales: { x: { time: false, range: (_, min, max) => [min, Math.max(max, min + 1)] }, y: range ? { range } : { range: (_, __, max) => [0, max || 1] } },
      axes: [
        { ...axis, size: 22, space: 48, incrs: [1, 2, 5, 10, 20, 50, 100, 200], values: (_, ticks) => ticks.map(String) },
        { ...axis, size: 44, space: 32, values: (_, ticks) => ticks.map(format) },
      ],
      series: [{}, { stroke: line, width: 2, points: { show: false } }, { stroke: dashed, width: 2, dash: [6, 4], points: { show: false } }],
    },
    [[], [], []],
    box,
  );
  new ResizeObserver(() => box.clientWidth > 0 && chart.setSize({ width: box.clientWidth, height: HEIGHT })).observe(box);
  return chart;
}

/** Read at every drawing, so that it follows light and dark. @param {HTMLElement} figure @param {string} selector */
export function colourOf(figure, selector) {
  return () => getComputedStyle(/** @type {Element} */ (figure.querySelector(selector))).color;
}
