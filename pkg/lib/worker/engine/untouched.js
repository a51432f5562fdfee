/** A project that nothing is in: how it is recognised, and what the engine says of it, known before there is an engine. */

/** @import { ProjectFacts } from "../../shared/protocol.d.ts" */
/** @import { Store } from "../../shared/store.d.ts" */

/** Whether nothing was ever put into the project, nor chosen for this device: the engine would say {@link FACTS} of it. @param {Store} store */
export async function isUntouched(store) {
  for (const table of /** @type {const} */ (["classes", "runs"])) for await (const chunk of store.chunks(table)) if (chunk.length > 0) return false;
  const chosen = await Promise.all(/** @type {const} */ (["settings", "backbone", "backend", "instantViews"]).map((key) => store.get("values", key)));
  return chosen.every((value) => value === undefined);
}

/** A test holds it to what the engine says. @type {Omit<ProjectFacts, "id" | "name" | "instantViews" | "models" | "backbones">} */
export const FACTS = {
  trained: null,
  instant: null,
  needsTraining: true,
  cannotTrain: { code: "too_few_classes", message: "There is nothing to tell apart yet. Add pictures to at least two classes.", details: {} },
  settings: {
    method: "denseHead", epochs: 50, batchSize: 16, optimizer: "adam", learningRate: 0.001, blockLearningRate: 0.0003, layerDecay: 1,
    schedule: "constant", weightDecay: 0, labelSmoothing: 0, mixup: 0, hiddenUnits: 128, dropout: 0.2, views: 5, unfrozenBlocks: 5,
    augmentation: {
      rotation: 0, widthShift: 0, heightShift: 0, shear: 0, zoom: [1, 1], horizontalFlip: false, verticalFlip: false, channelShift: 0,
      brightness: null, fillMode: "nearest", cval: 0, resizedCrop: null, rescale: null, samplewiseCenter: false, samplewiseStd: false,
      featurewiseCenter: false, featurewiseStd: false,
    },
    validationFraction: 0.15, patience: 10, balanceClasses: true, seed: 1,
  },
  backbone: "efficientnet_lite0-6f302a0d",
  architecture: "efficientnet_lite0",
  blocks: 18,
};
