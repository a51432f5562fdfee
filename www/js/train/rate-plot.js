/** The loss at each learning rate that was tried, and the one that is suggested. */
import { withCharts } from "../page/charts.js";
import { colourOf } from "./chart.js";

/** @import { RatePoint } from "../../pkg/lib/index.js" */

/** In CSS pixels. */
const HEIGHT = 220;

/** The powers of ten that are tried. */
const EXPONENTS = [-7, -6, -5, -4, -3, -2, -1, 0, 1];

export class RatePlot {
  #figure;
  #box;
  /** Begun when it is first shown. @type {Promise<void> | null} */
  #making = null;
  /** Null until the chart library is there. @type {import("uplot") | null} */
  #plot = null;
  /** @type {[RatePoint[], number | null]} */
  #shown = [[], null];

  /** @param {HTMLElement} figure with the legends, whose colours the plot takes @param {HTMLElement} box */
  constructor(figure, box) {
    this.#figure = figure;
    this.#box = box;
  }

  /** @param {typeof import("uplot")} uPlot */
  #make(uPlot) {
    const box = this.#box;
    const plot = (this.#plot = make(uPlot, this.#figure, box));
    new ResizeObserver(() => box.clientWidth > 0 && plot.setSize({ width: box.clientWidth, height: HEIGHT })).observe(box);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plot.redraw());
    this.show(...this.#shown);
  }

  /** @param {RatePoint[]} points @param {number | null} suggestion one of their rates */
  show(points, suggestion) {
    this.#shown = [points, suggestion];
    this.#making ??= withCharts((uPlot) => this.#make(uPlot));
    const losses = points.map(({ loss }) => loss);
    this.#plot?.setData([points.map(({ rate }) => rate), losses, points.map(({ rate, loss }) => (rate === suggestion ? loss : null))]);
  }
}

/** @param {typeof import("uplot")} uPlot @param {HTMLElement} figure @param {HTMLElement} box */
function make(uPlot, figure, box) {
  const loss = colourOf(figure, ".train-line");
  const suggested = colourOf(figure, ".suggestion-dot");
  const axis = { stroke: colourOf(figure, "figcaption"), font: "11px system-ui, sans-serif", grid: { stroke: colourOf(figure, ".plot"), width: 1 }, ticks: { show: false } };
  return new uPlot(
    {
      width: 280, height: HEIGHT, padding: [8, 12, 0, 0], cursor: { show: false }, legend: { show: false },
      scales: { x: { time: false, distr: 3, range: () => [1e-7, 10] }, y: { range: (_, __, max) => [0, max || 1] } },
      axes: [
        {
          ...axis, size: 24, splits: () => EXPONENTS.map((exponent) => 10 ** exponent), filter: (_, splits) => splits,
          values: () => EXPONENTS.map((exponent) => (exponent % 2 === 0 ? "" : power(exponent))),
        },
        { ...axis, size: 44, space: 32, values: (_, ticks) => ticks.map((value) => value.toPrecision(2)) },
      ],
      series: [{}, { stroke: loss, width: 2, points: { show: false } }, { stroke: suggested, width: 0, points: { show: true, size: 12, fill: suggested } }],
    },
    [[], [], []],
    box,
  );
}

/** "10⁻³". @param {number} exponent */
function power(exponent) {
  return `10${String(exponent).replace(/./g, (sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)] ?? "")}`;
}
