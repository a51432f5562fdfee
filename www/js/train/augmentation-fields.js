/** The sliders of augmentation: what each is called, and how it is read from and written to an `Augmentation`. */

/** @import { Augmentation, AugmentationPresets } from "../../pkg/lib/index.js" */

/**
 * @typedef {object} Slider
 * @property {string} label
 * @property {number} max it begins at 0, which is off
 * @property {number} step
 * @property {(augmentation: Augmentation) => number} read
 * @property {(value: number, before: Augmentation) => Partial<Augmentation>} write
 * @property {(value: number) => string} words the value with its unit
 */

/** A share that Keras gives as a number below 1. @param {"widthShift" | "heightShift"} key */
const share = (key) => ({
  read: (/** @type {Augmentation} */ augmentation) => 100 * augmentation[key],
  write: (/** @type {number} */ value) => ({ [key]: value / 100 }),
});

/** @param {string} unit */
const eitherWay = (unit) => (/** @type {number} */ value) => (value === 0 ? "off" : `± ${value}${unit}`);

/** @type {Slider[]} */
export const SLIDERS = [
  { label: "Turn", max: 180, step: 1, read: ({ rotation }) => rotation, write: (rotation) => ({ rotation }), words: eitherWay("°") },
  { label: "Move sideways", max: 50, step: 1, ...share("widthShift"), words: eitherWay("\u00a0% of width") },
  { label: "Move up and down", max: 50, step: 1, ...share("heightShift"), words: eitherWay("\u00a0% of height") },
  {
    label: "Nearer or farther", max: 60, step: 1, words: eitherWay("\u00a0%"),
    read: ({ zoom: [, high] }) => 100 * (high - 1),
    write: (value) => ({ zoom: [1 - value / 100, 1 + value / 100] }),
  },
  { label: "Slant", max: 45, step: 0.1, read: ({ shear }) => shear, write: (shear) => ({ shear }), words: eitherWay("°") },
  {
    label: "Brighter or darker", max: 90, step: 1, words: eitherWay("\u00a0%"),
    read: ({ brightness }) => (brightness ? 100 * (brightness[1] - 1) : 0),
    write: (value) => ({ brightness: value === 0 ? null : [1 - value / 100, 1 + value / 100] }),
  },
  {
    label: "Paler or deeper", max: 100, step: 1, words: eitherWay(" of 255 levels"),
    read: ({ channelShift }) => channelShift, write: (channelShift) => ({ channelShift }),
  },
  {
    label: "Only a part of it", max: 92, step: 1, words: (value) => (value === 0 ? "off" : `at least ${100 - value}\u00a0% of it`),
    read: ({ resizedCrop }) => (resizedCrop ? 100 * (1 - resizedCrop.scale[0]) : 0),
    write: (value, { resizedCrop }) => ({
      resizedCrop: value === 0 ? null : { ratio: [3 / 4, 4 / 3], ...resizedCrop, scale: [1 - value / 100, 1] },
    }),
  },
];

/** What the presets are called. @type {[keyof AugmentationPresets, string][]} */
export const PRESET_NAMES = [["off", "Off"], ["gentle", "Gentle"], ["textbook", "Textbook"], ["strong", "Strong"]];

/** What can be seen beyond a picture's border. @type {[Augmentation["fillMode"], string][]} */
export const FILLS = [["nearest", "its edge goes on"], ["reflect", "its mirror image"], ["wrap", "its other side"], ["constant", "black"]];

/** What a network from scratch can be fed. */
const AS_LEVELS = { rescale: null, samplewiseCenter: false, samplewiseStd: false, featurewiseCenter: false, featurewiseStd: false };

/** @type {[string, string, Partial<Augmentation>][]} */
export const FEEDS = [
  ["unit", "levels from 0 to 1", AS_LEVELS],
  ["samplewise", "each standardised by itself", { ...AS_LEVELS, samplewiseStd: true }],
  ["featurewise", "all standardised alike", { ...AS_LEVELS, featurewiseStd: true }],
];

/** What has no chance in it, and belongs to no strength. @param {Augmentation} augmentation @returns {Partial<Augmentation>} */
export function standardizing({ rescale, samplewiseCenter, samplewiseStd, featurewiseCenter, featurewiseStd }) {
  return { rescale, samplewiseCenter, samplewiseStd, featurewiseCenter, featurewiseStd };
}
