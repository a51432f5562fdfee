/** Augmentation as a toy: brightness alone, drawn by a seed. */

const OFF = {
  rotation: 0, widthShift: 0, heightShift: 0, shear: 0, zoom: [1, 1], horizontalFlip: false, verticalFlip: false, channelShift: 0,
  brightness: null, fillMode: "nearest", cval: 0, resizedCrop: null, rescale: null, samplewiseCenter: false, samplewiseStd: false,
  featurewiseCenter: false, featurewiseStd: false,
};

export const PRESETS = {
  off: OFF,
  gentle: { ...OFF, brightness: [0.9, 1] },
  textbook: { ...OFF, brightness: [0.8, 1] },
  strong: { ...OFF, brightness: [0.2, 1] },
};

/** The views one after the other: each as bright as the seed and its number say. */
export function augmented(rgba, { brightness }, count, seed) {
  const [low, high] = brightness ?? [1, 1];
  const views = new Uint8Array(rgba.length * count);
  for (let view = 0; view < count; view++) {
    const factor = low + (high - low) * (((seed * 31 + view * 17) % 100) / 100);
    views.set(rgba.map((level, index) => (index % 4 === 3 ? level : level * factor)), view * rgba.length);
  }
  return views;
}
