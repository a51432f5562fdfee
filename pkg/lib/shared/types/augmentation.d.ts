/**
 * How pictures are varied: the parameters of Keras's `ImageDataGenerator`, in its units. Everything is off by default.
 * Order: resized crop; rotation, shifts, shear and zoom as one resampling; channel shift; flips; brightness.
 * Then, without randomness, rescale, samplewise, featurewise: only with method "scratch", since a pretrained network's input must
 * be preprocessed as in its training. With none of these, that method rescales by 1/255.
 */
export interface Augmentation {
  /** Maximum degrees either way, 0–180. */
  rotation: number;
  /** Maximum shift left or right: below 1 a share of the width, from 1 on pixels. */
  widthShift: number;
  /** Maximum shift up or down: below 1 a share of the height, from 1 on pixels. */
  heightShift: number;
  /** Maximum degrees that vertical lines are slanted either way, 0–60. */
  shear: number;
  /** Minimum and maximum share of what is seen, drawn separately for width and height, 0.1–10; below 1 magnifies. Keras's `zoom_range = z` is [1 - z, 1 + z]. */
  zoom: [number, number];
  /** Mirror half of the time. */
  horizontalFlip: boolean;
  /** Turn upside down half of the time. */
  verticalFlip: boolean;
  /** Maximum levels by which all channels are raised or lowered together, 0–255. */
  channelShift: number;
  /** Minimum and maximum factor of the levels, 0–10. */
  brightness: [number, number] | null;
  /** What is seen beyond the border: the border pixels repeated, `cval`, the mirrored picture, or the picture's other side. */
  fillMode: "nearest" | "constant" | "reflect" | "wrap";
  /** A level, 0–255. */
  cval: number;
  /** torchvision's RandomResizedCrop: minimum and maximum share of the area, above 0, at most 1, and width over height, 0.1–10. */
  resizedCrop: { scale: [number, number]; ratio: [number, number] } | null;
  /** Factor of the levels, above 0. */
  rescale: number | null;
  /** Subtract each picture's mean. */
  samplewiseCenter: boolean;
  /** Divide by each picture's standard deviation; centres, too. */
  samplewiseStd: boolean;
  /** Subtract the training pictures' mean, channel by channel. */
  featurewiseCenter: boolean;
  /** Divide by the training pictures' standard deviation, channel by channel; centres, too. */
  featurewiseStd: boolean;
}

/** Four strengths to choose from. "textbook" is what courses on Keras begin with. */
export type AugmentationPresets = Record<"off" | "gentle" | "textbook" | "strong", Augmentation>;
