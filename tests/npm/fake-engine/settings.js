/** The toy's settings: as the real ones, other defaults. */
import { PRESETS } from "./augmented.js";
import { fail } from "./errors.js";

const DEFAULTS = {
  method: "denseHead", epochs: 20, batchSize: 16, optimizer: "sgd", learningRate: 0.5, blockLearningRate: 0.0003, layerDecay: 1, schedule: "constant",
  weightDecay: 0, labelSmoothing: 0, mixup: 0, views: 5, unfrozenBlocks: 5, augmentation: PRESETS.off, hiddenUnits: 128, dropout: 0.2,
  validationFraction: 0.15, patience: 10, balanceClasses: true, seed: 1,
};

export const defaultsOf = (method) => ({ ...DEFAULTS, method });

export function checked(settings) {
  if (!(settings.epochs >= 1 && settings.epochs <= 1000)) fail("invalid_settings", "epochs must be 1 to 1000.", { detail: "epochs" });
  // Early versions had it alone, then called it so.
  return { ...settings, method: [undefined, "instant"].includes(settings.method) ? "denseHead" : settings.method };
}
