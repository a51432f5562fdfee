/** A sample of every message that leaves the engine, as tests/samples.rs writes them; not by hand. */
import type { EngineErrorCode } from "../../pkg/lib/shared/error-codes.d.ts";
import type { ProjectFacts } from "../../pkg/lib/shared/protocol.d.ts";
import type {
  AugmentationPresets, ClassInfo, CrossValidated, Explanation, ModelStanding, NearDuplicate, NetworkInfo, Prediction, Progress,
  PupilErrorData, RateMessage, Report, TrainedInfo, TrainingMessage, TrainingSettings,
} from "../../pkg/lib/shared/types.d.ts";

export const addedClass = {
  "id": 0,
  "name": "red"
} satisfies Pick<ClassInfo, "id" | "name">;

export const projects = [
  {
    "architecture": "efficientnet_lite0",
    "backbone": "efficientnet_lite0-00c0ffee",
    "blocks": 18,
    "cannotTrain": null,
    "instant": {
      "classIds": [
        0,
        1,
        2
      ],
      "classes": [
        {
          "classId": 0,
          "of": 4,
          "right": 3,
          "takenFor": {
            "classId": 1,
            "count": 1
          }
        },
        {
          "classId": 1,
          "of": 4,
          "right": 3,
          "takenFor": null
        }
      ],
      "inUse": false,
      "outOfFold": {
        "high": 0.875,
        "low": 0.375,
        "of": 8,
        "right": 6
      },
      "pictures": 9,
      "unmeasuredClassIds": [
        2
      ],
      "upToDate": true,
      "withViews": 2,
      "wrong": [
        4
      ]
    },
    "needsTraining": false,
    "settings": {
      "augmentation": {
        "brightness": null,
        "channelShift": 0.0,
        "cval": 0.0,
        "featurewiseCenter": false,
        "featurewiseStd": false,
        "fillMode": "nearest",
        "heightShift": 0.0,
        "horizontalFlip": false,
        "rescale": null,
        "resizedCrop": null,
        "rotation": 0.0,
        "samplewiseCenter": false,
        "samplewiseStd": false,
        "shear": 0.0,
        "verticalFlip": false,
        "widthShift": 0.0,
        "zoom": [
          1.0,
          1.0
        ]
      },
      "balanceClasses": true,
      "batchSize": 16,
      "blockLearningRate": 0.0003,
      "dropout": 0.2,
      "epochs": 50,
      "hiddenUnits": 128,
      "labelSmoothing": 0.0,
      "layerDecay": 1.0,
      "learningRate": 0.001,
      "method": "denseHead",
      "mixup": 0.0,
      "optimizer": "adam",
      "patience": 10,
      "schedule": "constant",
      "seed": 1,
      "unfrozenBlocks": 5,
      "validationFraction": 0.15,
      "views": 5,
      "weightDecay": 0.0
    },
    "trained": {
      "backbone": "efficientnet_lite0-00c0ffee",
      "bestEpoch": 1,
      "classIds": [
        0,
        1
      ],
      "epochs": [
        {
          "accuracy": 0.75,
          "best": true,
          "epoch": 1,
          "loss": 0.25,
          "validationAccuracy": 0.5,
          "validationLoss": 0.5
        },
        {
          "accuracy": 0.75,
          "best": true,
          "epoch": 1,
          "loss": 0.25,
          "validationAccuracy": null,
          "validationLoss": null
        }
      ],
      "method": "denseHead",
      "settings": {
        "augmentation": {
          "brightness": null,
          "channelShift": 0.0,
          "cval": 0.0,
          "featurewiseCenter": false,
          "featurewiseStd": false,
          "fillMode": "nearest",
          "heightShift": 0.0,
          "horizontalFlip": false,
          "rescale": null,
          "resizedCrop": null,
          "rotation": 0.0,
          "samplewiseCenter": false,
          "samplewiseStd": false,
          "shear": 0.0,
          "verticalFlip": false,
          "widthShift": 0.0,
          "zoom": [
            1.0,
            1.0
          ]
        },
        "balanceClasses": true,
        "batchSize": 16,
        "blockLearningRate": 0.0003,
        "dropout": 0.2,
        "epochs": 50,
        "hiddenUnits": 128,
        "labelSmoothing": 0.0,
        "layerDecay": 1.0,
        "learningRate": 0.001,
        "method": "denseHead",
        "mixup": 0.0,
        "optimizer": "adam",
        "patience": 10,
        "schedule": "constant",
        "seed": 1,
        "unfrozenBlocks": 5,
        "validationFraction": 0.15,
        "views": 5,
        "weightDecay": 0.0
      },
      "startedFrom": "instant",
      "trainingPictures": 20,
      "unvalidatedClassIds": [
        1
      ],
      "validationPictures": 4
    }
  },
  {
    "architecture": "efficientnet_lite0",
    "backbone": "efficientnet_lite0-00c0ffee",
    "blocks": 18,
    "cannotTrain": {
      "code": "too_few_classes",
      "details": {},
      "message": "There is nothing to tell apart yet. Add pictures to at least two classes."
    },
    "instant": null,
    "needsTraining": true,
    "settings": {
      "augmentation": {
        "brightness": null,
        "channelShift": 0.0,
        "cval": 0.0,
        "featurewiseCenter": false,
        "featurewiseStd": false,
        "fillMode": "nearest",
        "heightShift": 0.0,
        "horizontalFlip": false,
        "rescale": null,
        "resizedCrop": null,
        "rotation": 0.0,
        "samplewiseCenter": false,
        "samplewiseStd": false,
        "shear": 0.0,
        "verticalFlip": false,
        "widthShift": 0.0,
        "zoom": [
          1.0,
          1.0
        ]
      },
      "balanceClasses": true,
      "batchSize": 16,
      "blockLearningRate": 0.0003,
      "dropout": 0.2,
      "epochs": 50,
      "hiddenUnits": 128,
      "labelSmoothing": 0.0,
      "layerDecay": 1.0,
      "learningRate": 0.001,
      "method": "denseHead",
      "mixup": 0.0,
      "optimizer": "adam",
      "patience": 10,
      "schedule": "constant",
      "seed": 1,
      "unfrozenBlocks": 5,
      "validationFraction": 0.15,
      "views": 5,
      "weightDecay": 0.0
    },
    "trained": null
  }
] satisfies Omit<ProjectFacts, "id" | "name" | "instantViews" | "models" | "backbones">[];

export const settings = [
  {
    "augmentation": {
      "brightness": null,
      "channelShift": 0.0,
      "cval": 0.0,
      "featurewiseCenter": false,
      "featurewiseStd": false,
      "fillMode": "nearest",
      "heightShift": 0.0,
      "horizontalFlip": false,
      "rescale": null,
      "resizedCrop": null,
      "rotation": 0.0,
      "samplewiseCenter": false,
      "samplewiseStd": false,
      "shear": 0.0,
      "verticalFlip": false,
      "widthShift": 0.0,
      "zoom": [
        1.0,
        1.0
      ]
    },
    "balanceClasses": true,
    "batchSize": 16,
    "blockLearningRate": 0.0003,
    "dropout": 0.2,
    "epochs": 50,
    "hiddenUnits": 128,
    "labelSmoothing": 0.0,
    "layerDecay": 1.0,
    "learningRate": 0.001,
    "method": "denseHead",
    "mixup": 0.0,
    "optimizer": "adam",
    "patience": 10,
    "schedule": "constant",
    "seed": 1,
    "unfrozenBlocks": 5,
    "validationFraction": 0.15,
    "views": 5,
    "weightDecay": 0.0
  },
  {
    "augmentation": {
      "brightness": [
        0.85,
        1.15
      ],
      "channelShift": 0.0,
      "cval": 0.0,
      "featurewiseCenter": false,
      "featurewiseStd": false,
      "fillMode": "nearest",
      "heightShift": 0.05,
      "horizontalFlip": false,
      "rescale": null,
      "resizedCrop": null,
      "rotation": 10.0,
      "samplewiseCenter": false,
      "samplewiseStd": false,
      "shear": 0.0,
      "verticalFlip": false,
      "widthShift": 0.05,
      "zoom": [
        0.9,
        1.1
      ]
    },
    "balanceClasses": true,
    "batchSize": 16,
    "blockLearningRate": 0.0003,
    "dropout": 0.2,
    "epochs": 50,
    "hiddenUnits": 128,
    "labelSmoothing": 0.0,
    "layerDecay": 1.0,
    "learningRate": 0.001,
    "method": "augmentedHead",
    "mixup": 0.0,
    "optimizer": "adam",
    "patience": 10,
    "schedule": "constant",
    "seed": 1,
    "unfrozenBlocks": 5,
    "validationFraction": 0.15,
    "views": 5,
    "weightDecay": 0.0
  },
  {
    "augmentation": {
      "brightness": [
        0.85,
        1.15
      ],
      "channelShift": 0.0,
      "cval": 0.0,
      "featurewiseCenter": false,
      "featurewiseStd": false,
      "fillMode": "nearest",
      "heightShift": 0.05,
      "horizontalFlip": false,
      "rescale": null,
      "resizedCrop": null,
      "rotation": 10.0,
      "samplewiseCenter": false,
      "samplewiseStd": false,
      "shear": 0.0,
      "verticalFlip": false,
      "widthShift": 0.05,
      "zoom": [
        0.9,
        1.1
      ]
    },
    "balanceClasses": true,
    "batchSize": 16,
    "blockLearningRate": 0.0003,
    "dropout": 0.2,
    "epochs": 6,
    "hiddenUnits": 128,
    "labelSmoothing": 0.1,
    "layerDecay": 1.0,
    "learningRate": 0.001,
    "method": "fineTune",
    "mixup": 0.0,
    "optimizer": "adam",
    "patience": 0,
    "schedule": "oneCycle",
    "seed": 1,
    "unfrozenBlocks": 5,
    "validationFraction": 0.15,
    "views": 5,
    "weightDecay": 0.0
  },
  {
    "augmentation": {
      "brightness": null,
      "channelShift": 0.0,
      "cval": 0.0,
      "featurewiseCenter": false,
      "featurewiseStd": false,
      "fillMode": "nearest",
      "heightShift": 0.0,
      "horizontalFlip": false,
      "rescale": null,
      "resizedCrop": null,
      "rotation": 0.0,
      "samplewiseCenter": false,
      "samplewiseStd": false,
      "shear": 0.0,
      "verticalFlip": false,
      "widthShift": 0.0,
      "zoom": [
        1.0,
        1.0
      ]
    },
    "balanceClasses": true,
    "batchSize": 32,
    "blockLearningRate": 0.0003,
    "dropout": 0.0,
    "epochs": 10,
    "hiddenUnits": 128,
    "labelSmoothing": 0.0,
    "layerDecay": 1.0,
    "learningRate": 0.001,
    "method": "scratch",
    "mixup": 0.0,
    "optimizer": "adam",
    "patience": 0,
    "schedule": "constant",
    "seed": 1,
    "unfrozenBlocks": 5,
    "validationFraction": 0.15,
    "views": 5,
    "weightDecay": 0.0
  }
] satisfies TrainingSettings[];

export const training = [
  {
    "emptyClassIds": [
      2
    ],
    "epochs": 50,
    "stepsPerEpoch": 3,
    "trainingPictures": 40,
    "type": "started",
    "unvalidatedClassIds": [
      1
    ],
    "validationPictures": 8
  },
  {
    "accuracy": 0.75,
    "best": true,
    "epoch": 1,
    "loss": 0.25,
    "type": "epoch",
    "validationAccuracy": 0.5,
    "validationLoss": 0.5
  },
  {
    "accuracy": 0.75,
    "best": true,
    "epoch": 1,
    "loss": 0.25,
    "type": "epoch",
    "validationAccuracy": null,
    "validationLoss": null
  },
  {
    "steps": 4,
    "type": "step"
  },
  {
    "reason": "completed",
    "type": "finishing"
  },
  {
    "reason": "earlyStop",
    "type": "finishing"
  },
  {
    "reason": "stopped",
    "type": "finishing"
  },
  {
    "reason": "diverged",
    "type": "finishing"
  },
  {
    "bestEpoch": 2,
    "comparison": null,
    "inUse": true,
    "reason": "completed",
    "type": "finished",
    "why": "first"
  },
  {
    "bestEpoch": 2,
    "comparison": {
      "after": 7,
      "before": 5,
      "couldBeChance": true,
      "onlyAfter": 3,
      "onlyBefore": 1,
      "pictures": 8
    },
    "inUse": true,
    "reason": "earlyStop",
    "type": "finished",
    "why": "notWorse"
  },
  {
    "bestEpoch": 2,
    "comparison": null,
    "inUse": true,
    "reason": "completed",
    "type": "finished",
    "why": "otherClasses"
  },
  {
    "bestEpoch": 2,
    "comparison": null,
    "inUse": true,
    "reason": "completed",
    "type": "finished",
    "why": "nothingToCompare"
  },
  {
    "bestEpoch": 2,
    "comparison": {
      "after": 7,
      "before": 5,
      "couldBeChance": true,
      "onlyAfter": 3,
      "onlyBefore": 1,
      "pictures": 8
    },
    "inUse": false,
    "reason": "completed",
    "type": "finished",
    "why": "worse"
  },
  {
    "bestEpoch": 2,
    "comparison": null,
    "inUse": false,
    "reason": "stopped",
    "type": "finished",
    "why": "nothingLearnt"
  },
  {
    "bestEpoch": 2,
    "comparison": null,
    "inUse": false,
    "reason": "diverged",
    "type": "finished",
    "why": "diverged"
  },
  {
    "bestEpoch": 2,
    "comparison": null,
    "inUse": false,
    "reason": "stopped",
    "type": "finished",
    "why": "notCompared"
  }
] satisfies TrainingMessage[];

export const trainedInfos = [
  {
    "backbone": "resnet18-00c0ffee",
    "bestEpoch": 1,
    "classIds": [
      0,
      1
    ],
    "epochs": [
      {
        "accuracy": 0.75,
        "best": true,
        "epoch": 1,
        "loss": 0.25,
        "validationAccuracy": 0.5,
        "validationLoss": 0.5
      },
      {
        "accuracy": 0.75,
        "best": true,
        "epoch": 1,
        "loss": 0.25,
        "validationAccuracy": null,
        "validationLoss": null
      }
    ],
    "method": "denseHead",
    "settings": {
      "augmentation": {
        "brightness": null,
        "channelShift": 0.0,
        "cval": 0.0,
        "featurewiseCenter": false,
        "featurewiseStd": false,
        "fillMode": "nearest",
        "heightShift": 0.0,
        "horizontalFlip": false,
        "rescale": null,
        "resizedCrop": null,
        "rotation": 0.0,
        "samplewiseCenter": false,
        "samplewiseStd": false,
        "shear": 0.0,
        "verticalFlip": false,
        "widthShift": 0.0,
        "zoom": [
          1.0,
          1.0
        ]
      },
      "balanceClasses": true,
      "batchSize": 16,
      "blockLearningRate": 0.0003,
      "dropout": 0.2,
      "epochs": 50,
      "hiddenUnits": 128,
      "labelSmoothing": 0.0,
      "layerDecay": 1.0,
      "learningRate": 0.001,
      "method": "denseHead",
      "mixup": 0.0,
      "optimizer": "adam",
      "patience": 10,
      "schedule": "constant",
      "seed": 1,
      "unfrozenBlocks": 5,
      "validationFraction": 0.15,
      "views": 5,
      "weightDecay": 0.0
    },
    "startedFrom": "instant",
    "trainingPictures": 20,
    "unvalidatedClassIds": [
      1
    ],
    "validationPictures": 4
  },
  {
    "backbone": null,
    "bestEpoch": 1,
    "classIds": [
      0,
      1
    ],
    "epochs": [
      {
        "accuracy": 0.75,
        "best": true,
        "epoch": 1,
        "loss": 0.25,
        "validationAccuracy": 0.5,
        "validationLoss": 0.5
      },
      {
        "accuracy": 0.75,
        "best": true,
        "epoch": 1,
        "loss": 0.25,
        "validationAccuracy": null,
        "validationLoss": null
      }
    ],
    "method": "denseHead",
    "settings": {
      "augmentation": {
        "brightness": null,
        "channelShift": 0.0,
        "cval": 0.0,
        "featurewiseCenter": false,
        "featurewiseStd": false,
        "fillMode": "nearest",
        "heightShift": 0.0,
        "horizontalFlip": false,
        "rescale": null,
        "resizedCrop": null,
        "rotation": 0.0,
        "samplewiseCenter": false,
        "samplewiseStd": false,
        "shear": 0.0,
        "verticalFlip": false,
        "widthShift": 0.0,
        "zoom": [
          1.0,
          1.0
        ]
      },
      "balanceClasses": true,
      "batchSize": 16,
      "blockLearningRate": 0.0003,
      "dropout": 0.2,
      "epochs": 50,
      "hiddenUnits": 128,
      "labelSmoothing": 0.0,
      "layerDecay": 1.0,
      "learningRate": 0.001,
      "method": "denseHead",
      "mixup": 0.0,
      "optimizer": "adam",
      "patience": 10,
      "schedule": "constant",
      "seed": 1,
      "unfrozenBlocks": 5,
      "validationFraction": 0.15,
      "views": 5,
      "weightDecay": 0.0
    },
    "startedFrom": null,
    "trainingPictures": 20,
    "unvalidatedClassIds": [
      1
    ],
    "validationPictures": 4
  },
  {
    "backbone": "efficientnet_lite0-00c0ffee",
    "bestEpoch": 0,
    "classIds": [
      0,
      1
    ],
    "epochs": [],
    "method": "instant",
    "settings": null,
    "startedFrom": "instant",
    "trainingPictures": 20,
    "unvalidatedClassIds": [
      1
    ],
    "validationPictures": 4
  }
] satisfies TrainedInfo[];

export const rates = [
  {
    "loss": 0.75,
    "rate": 1e-7,
    "type": "rate"
  },
  {
    "suggestion": 0.001,
    "type": "found"
  },
  {
    "suggestion": null,
    "type": "found"
  }
] satisfies RateMessage[];

export const predictions = [
  {
    "kind": "trained",
    "noneOfThese": true,
    "scores": [
      {
        "classId": 0,
        "label": "red",
        "score": 0.75
      }
    ]
  },
  {
    "kind": "imagenet",
    "noneOfThese": false,
    "scores": [
      {
        "classId": null,
        "label": "goldfish",
        "score": 0.5
      }
    ]
  }
] satisfies Omit<Prediction, "elapsedMs">[];

export const explanations = [
  {
    "classId": 0,
    "crop": 0.875,
    "height": 1,
    "prediction": {
      "kind": "trained",
      "noneOfThese": true,
      "scores": [
        {
          "classId": 0,
          "label": "red",
          "score": 0.75
        }
      ]
    },
    "values": [
      0.0,
      1.0
    ],
    "width": 2
  },
  {
    "classId": null,
    "crop": 0.875,
    "height": 1,
    "prediction": {
      "kind": "trained",
      "noneOfThese": true,
      "scores": [
        {
          "classId": 0,
          "label": "red",
          "score": 0.75
        }
      ]
    },
    "values": [
      0.0,
      1.0
    ],
    "width": 2
  }
] satisfies ({ prediction: Omit<Prediction, "elapsedMs"> } & Explanation["attention"])[];

export const reports = [
  {
    "accuracy": 0.5,
    "accuracyInterval": [
      0.25,
      0.75
    ],
    "calibrated": {
      "calibrationError": 0.125,
      "logLoss": 0.5,
      "temperature": 1.5
    },
    "calibrationError": 0.25,
    "classIds": [
      0,
      1
    ],
    "classes": [
      {
        "classId": 0,
        "f1": 0.75,
        "precision": 0.5,
        "predicted": 2,
        "recall": 1.0,
        "support": 1
      }
    ],
    "confusion": [
      [
        1,
        0
      ],
      [
        1,
        0
      ]
    ],
    "confusionShares": [
      [
        1.0,
        0.0
      ],
      [
        1.0,
        0.0
      ]
    ],
    "logLoss": 0.75,
    "macroMean": {
      "f1": 0.5,
      "precision": 0.5,
      "recall": 0.5
    },
    "measuredOn": "validation",
    "pictures": 2,
    "predictions": [
      {
        "classId": 1,
        "confidence": 0.75,
        "loss": 1.5,
        "pictureId": 7,
        "predictedId": 0,
        "selfConfidence": 0.25
      }
    ],
    "topAccuracies": [
      0.5,
      1.0
    ],
    "weightedMean": {
      "f1": 0.5,
      "precision": 0.5,
      "recall": 0.5
    }
  },
  {
    "accuracy": 0.5,
    "accuracyInterval": [
      0.25,
      0.75
    ],
    "calibrated": {
      "calibrationError": 0.125,
      "logLoss": 0.5,
      "temperature": 1.5
    },
    "calibrationError": 0.25,
    "classIds": [
      0,
      1
    ],
    "classes": [
      {
        "classId": 0,
        "f1": 0.75,
        "precision": 0.5,
        "predicted": 2,
        "recall": 1.0,
        "support": 1
      }
    ],
    "confusion": [
      [
        1,
        0
      ],
      [
        1,
        0
      ]
    ],
    "confusionShares": [
      [
        1.0,
        0.0
      ],
      [
        1.0,
        0.0
      ]
    ],
    "logLoss": 0.75,
    "macroMean": {
      "f1": 0.5,
      "precision": 0.5,
      "recall": 0.5
    },
    "measuredOn": "test",
    "pictures": 2,
    "predictions": [
      {
        "classId": 1,
        "confidence": 0.75,
        "loss": 1.5,
        "pictureId": 7,
        "predictedId": 0,
        "selfConfidence": 0.25
      }
    ],
    "topAccuracies": [
      0.5,
      1.0
    ],
    "weightedMean": {
      "f1": 0.5,
      "precision": 0.5,
      "recall": 0.5
    }
  },
  {
    "accuracy": 0.5,
    "accuracyInterval": [
      0.25,
      0.75
    ],
    "calibrated": null,
    "calibrationError": 0.25,
    "classIds": [
      0,
      1
    ],
    "classes": [
      {
        "classId": 0,
        "f1": 0.75,
        "precision": 0.5,
        "predicted": 2,
        "recall": 1.0,
        "support": 1
      }
    ],
    "confusion": [
      [
        1,
        0
      ],
      [
        1,
        0
      ]
    ],
    "confusionShares": [
      [
        1.0,
        0.0
      ],
      [
        1.0,
        0.0
      ]
    ],
    "logLoss": 0.75,
    "macroMean": {
      "f1": 0.5,
      "precision": 0.5,
      "recall": 0.5
    },
    "measuredOn": "outOfFold",
    "pictures": 2,
    "predictions": [
      {
        "classId": 1,
        "confidence": 0.75,
        "loss": 1.5,
        "pictureId": 7,
        "predictedId": 0,
        "selfConfidence": 0.25
      }
    ],
    "topAccuracies": [
      0.5,
      1.0
    ],
    "weightedMean": {
      "f1": 0.5,
      "precision": 0.5,
      "recall": 0.5
    }
  },
  {
    "accuracy": 0.5,
    "accuracyInterval": [
      0.25,
      0.75
    ],
    "calibrated": {
      "calibrationError": 0.125,
      "logLoss": 0.5,
      "temperature": 1.5
    },
    "calibrationError": 0.25,
    "classIds": [
      0,
      1
    ],
    "classes": [
      {
        "classId": 0,
        "f1": 0.75,
        "precision": 0.5,
        "predicted": 2,
        "recall": 1.0,
        "support": 1
      }
    ],
    "confusion": [
      [
        1,
        0
      ],
      [
        1,
        0
      ]
    ],
    "confusionShares": [
      [
        1.0,
        0.0
      ],
      [
        1.0,
        0.0
      ]
    ],
    "logLoss": 0.75,
    "macroMean": {
      "f1": 0.5,
      "precision": 0.5,
      "recall": 0.5
    },
    "measuredOn": "training",
    "pictures": 2,
    "predictions": [
      {
        "classId": 1,
        "confidence": 0.75,
        "loss": 1.5,
        "pictureId": 7,
        "predictedId": 0,
        "selfConfidence": 0.25
      }
    ],
    "topAccuracies": [
      0.5,
      1.0
    ],
    "weightedMean": {
      "f1": 0.5,
      "precision": 0.5,
      "recall": 0.5
    }
  },
  {
    "accuracy": 0.5,
    "accuracyInterval": [
      0.25,
      0.75
    ],
    "calibrated": null,
    "calibrationError": 0.25,
    "classIds": [
      0,
      1
    ],
    "classes": [
      {
        "classId": 0,
        "f1": 0.75,
        "precision": 0.5,
        "predicted": 2,
        "recall": 1.0,
        "support": 1
      }
    ],
    "confusion": [
      [
        1,
        0
      ],
      [
        1,
        0
      ]
    ],
    "confusionShares": [
      [
        1.0,
        0.0
      ],
      [
        1.0,
        0.0
      ]
    ],
    "logLoss": 0.75,
    "macroMean": {
      "f1": 0.5,
      "precision": 0.5,
      "recall": 0.5
    },
    "measuredOn": "crossValidation",
    "pictures": 2,
    "predictions": [
      {
        "classId": 1,
        "confidence": 0.75,
        "loss": 1.5,
        "pictureId": 7,
        "predictedId": 0,
        "selfConfidence": 0.25
      }
    ],
    "topAccuracies": [
      0.5,
      1.0
    ],
    "weightedMean": {
      "f1": 0.5,
      "precision": 0.5,
      "recall": 0.5
    }
  }
] satisfies Report[];

export const standings = [
  {
    "couldBeChance": true,
    "inUse": 7,
    "measuredOn": "validation",
    "onlyInUse": 3,
    "onlyOther": 1,
    "other": 5,
    "pictures": 8
  },
  {
    "couldBeChance": true,
    "inUse": 7,
    "measuredOn": "test",
    "onlyInUse": 3,
    "onlyOther": 1,
    "other": 5,
    "pictures": 8
  },
  {
    "couldBeChance": true,
    "inUse": 7,
    "measuredOn": "outOfFold",
    "onlyInUse": 3,
    "onlyOther": 1,
    "other": 5,
    "pictures": 8
  },
  {
    "couldBeChance": true,
    "inUse": 7,
    "measuredOn": "training",
    "onlyInUse": 3,
    "onlyOther": 1,
    "other": 5,
    "pictures": 8
  },
  {
    "couldBeChance": true,
    "inUse": 7,
    "measuredOn": "crossValidation",
    "onlyInUse": 3,
    "onlyOther": 1,
    "other": 5,
    "pictures": 8
  }
] satisfies ModelStanding[];

export const progress = {
  "done": 3,
  "total": 15
} satisfies Pick<Progress, "done" | "total">;

export const crossValidated = {
  "likelyWrong": [
    7
  ],
  "report": {
    "accuracy": 0.5,
    "accuracyInterval": [
      0.25,
      0.75
    ],
    "calibrated": null,
    "calibrationError": 0.25,
    "classIds": [
      0,
      1
    ],
    "classes": [
      {
        "classId": 0,
        "f1": 0.75,
        "precision": 0.5,
        "predicted": 2,
        "recall": 1.0,
        "support": 1
      }
    ],
    "confusion": [
      [
        1,
        0
      ],
      [
        1,
        0
      ]
    ],
    "confusionShares": [
      [
        1.0,
        0.0
      ],
      [
        1.0,
        0.0
      ]
    ],
    "logLoss": 0.75,
    "macroMean": {
      "f1": 0.5,
      "precision": 0.5,
      "recall": 0.5
    },
    "measuredOn": "crossValidation",
    "pictures": 2,
    "predictions": [
      {
        "classId": 1,
        "confidence": 0.75,
        "loss": 1.5,
        "pictureId": 7,
        "predictedId": 0,
        "selfConfidence": 0.25
      }
    ],
    "topAccuracies": [
      0.5,
      1.0
    ],
    "weightedMean": {
      "f1": 0.5,
      "precision": 0.5,
      "recall": 0.5
    }
  },
  "unmeasuredClassIds": [
    2
  ]
} satisfies CrossValidated;

export const nearDuplicates = [
  {
    "first": 1,
    "second": 2,
    "similarity": 0.97
  }
] satisfies NearDuplicate[];

export const networks = [
  {
    "architecture": "efficientnet_lite0",
    "blocks": [
      "stem",
      "block 1",
      "block 2",
      "block 3",
      "block 4",
      "block 5",
      "block 6",
      "block 7",
      "block 8",
      "block 9",
      "block 10",
      "block 11",
      "block 12",
      "block 13",
      "block 14",
      "block 15",
      "block 16",
      "head"
    ],
    "bytesF16": 6826048,
    "bytesF32": 13652096,
    "features": 1280,
    "memory": 19673216,
    "multiplyAdds": 383907552,
    "parameters": 3371008,
    "published": "tf_efficientnet_lite0.in1k",
    "size": 224,
    "trainingMemory": 26950784
  },
  {
    "architecture": "basic_cnn",
    "blocks": [
      "block 1",
      "block 2"
    ],
    "bytesF16": 38784,
    "bytesF32": 77568,
    "features": 64,
    "memory": 618752,
    "multiplyAdds": 18822528,
    "parameters": 19392,
    "published": null,
    "size": 64,
    "trainingMemory": 707328
  }
] satisfies Omit<NetworkInfo, "expectedMs">[];

export const augmentationPresets = {
  "gentle": {
    "brightness": [
      0.85,
      1.15
    ],
    "channelShift": 0.0,
    "cval": 0.0,
    "featurewiseCenter": false,
    "featurewiseStd": false,
    "fillMode": "nearest",
    "heightShift": 0.05,
    "horizontalFlip": false,
    "rescale": null,
    "resizedCrop": null,
    "rotation": 10.0,
    "samplewiseCenter": false,
    "samplewiseStd": false,
    "shear": 0.0,
    "verticalFlip": false,
    "widthShift": 0.05,
    "zoom": [
      0.9,
      1.1
    ]
  },
  "off": {
    "brightness": null,
    "channelShift": 0.0,
    "cval": 0.0,
    "featurewiseCenter": false,
    "featurewiseStd": false,
    "fillMode": "nearest",
    "heightShift": 0.0,
    "horizontalFlip": false,
    "rescale": null,
    "resizedCrop": null,
    "rotation": 0.0,
    "samplewiseCenter": false,
    "samplewiseStd": false,
    "shear": 0.0,
    "verticalFlip": false,
    "widthShift": 0.0,
    "zoom": [
      1.0,
      1.0
    ]
  },
  "strong": {
    "brightness": [
      0.6,
      1.4
    ],
    "channelShift": 30.0,
    "cval": 0.0,
    "featurewiseCenter": false,
    "featurewiseStd": false,
    "fillMode": "nearest",
    "heightShift": 0.2,
    "horizontalFlip": true,
    "rescale": null,
    "resizedCrop": {
      "ratio": [
        0.75,
        1.3333333333333333
      ],
      "scale": [
        0.5,
        1.0
      ]
    },
    "rotation": 30.0,
    "samplewiseCenter": false,
    "samplewiseStd": false,
    "shear": 15.0,
    "verticalFlip": false,
    "widthShift": 0.2,
    "zoom": [
      0.7,
      1.3
    ]
  },
  "textbook": {
    "brightness": null,
    "channelShift": 0.0,
    "cval": 0.0,
    "featurewiseCenter": false,
    "featurewiseStd": false,
    "fillMode": "nearest",
    "heightShift": 0.2,
    "horizontalFlip": true,
    "rescale": null,
    "resizedCrop": null,
    "rotation": 20.0,
    "samplewiseCenter": false,
    "samplewiseStd": false,
    "shear": 0.2,
    "verticalFlip": false,
    "widthShift": 0.2,
    "zoom": [
      0.8,
      1.2
    ]
  }
} satisfies AugmentationPresets;

export const errors = [
  {
    "code": "unsupported_format",
    "details": {
      "kind": "a lossless JPEG"
    },
    "message": "This file is a lossless JPEG. Save it as an ordinary JPEG, PNG, WebP, GIF or BMP picture and add it again."
  },
  {
    "code": "broken_picture",
    "details": {
      "detail": "why",
      "incomplete": true
    },
    "message": "This picture is damaged (why). Export or download it again."
  },
  {
    "code": "picture_too_small",
    "details": {
      "height": 300,
      "minSide": 8,
      "width": 5
    },
    "message": "This picture has 5 × 300 pixels. Use one with at least 8 pixels on each side."
  },
  {
    "code": "picture_too_large",
    "details": {
      "height": 10000,
      "maxMegapixels": 128,
      "width": 20000
    },
    "message": "This picture has 20000 × 10000 pixels, which takes too much memory. Scale it down to 128 megapixels or fewer, 8 bits a channel."
  },
  {
    "code": "unknown_class",
    "details": {
      "id": 3
    },
    "message": "There is no class with id 3. Take an id from the project's list of classes."
  },
  {
    "code": "unknown_picture",
    "details": {
      "id": 3
    },
    "message": "There is no picture with id 3. Take an id from the project's list of pictures."
  },
  {
    "code": "id_taken",
    "details": {
      "id": 3
    },
    "message": "The id 3 is taken. Leave the id out to get a new one."
  },
  {
    "code": "source_trained",
    "details": {},
    "message": "Other pictures of this recording or file are used for training, so it would not be a fair test. Set those aside too, or add another picture."
  },
  {
    "code": "source_aside",
    "details": {},
    "message": "Other pictures of this recording or file are set aside for testing, so the test would not be fair any more. Take those back for training, or add another picture."
  },
  {
    "code": "too_few_sources",
    "details": {},
    "message": "All pictures come from one recording or file. Add some from others, so that a part can be held out."
  },
  {
    "code": "not_cross_validating",
    "details": {},
    "message": "No cross-validation is running. Start one first."
  },
  {
    "code": "empty_name",
    "details": {},
    "message": "A class needs a name. Type at least one letter."
  },
  {
    "code": "too_few_classes",
    "details": {},
    "message": "There is nothing to tell apart yet. Add pictures to at least two classes."
  },
  {
    "code": "invalid_argument",
    "details": {
      "detail": "why"
    },
    "message": "An argument of this call is wrong (why). Compare it with the documentation."
  },
  {
    "code": "invalid_settings",
    "details": {
      "detail": "why"
    },
    "message": "A setting is out of range: why."
  },
  {
    "code": "already_training",
    "details": {},
    "message": "Training is running. Wait for its end, or stop it first."
  },
  {
    "code": "not_training",
    "details": {},
    "message": "No training is running. Start one first."
  },
  {
    "code": "picture_not_supplied",
    "details": {
      "id": 3
    },
    "message": "The pixels of picture 3 are needed first. Supply that picture, then try again."
  },
  {
    "code": "not_trained",
    "details": {},
    "message": "Nothing has been trained yet. Add pictures to two classes and train."
  },
  {
    "code": "wrong_weights",
    "details": {
      "detail": "why"
    },
    "message": "The network's weights do not fit (why). Choose another file, or the one that came with this version of Pupil."
  },
  {
    "code": "wrong_embedding",
    "details": {
      "expected": 1280,
      "found": 512
    },
    "message": "This embedding has 512 numbers, but the network in use makes 1280. Compute it again from the picture."
  },
  {
    "code": "not_finite",
    "details": {
      "name": "embedding"
    },
    "message": "The embedding has numbers that are not finite. Compute it anew; if it happens again, use another network or model."
  },
  {
    "code": "wrong_model",
    "details": {
      "detail": "why"
    },
    "message": "This is not a trained model that Pupil can read (why). Choose a file that Pupil saved."
  },
  {
    "code": "not_exportable",
    "details": {
      "detail": "why"
    },
    "message": "This format cannot hold the model (why). Choose another format."
  },
  {
    "code": "gpu_unavailable",
    "details": {
      "detail": "why"
    },
    "message": "The GPU cannot be used here (why). Choose the CPU, or update the browser and its graphics driver."
  },
  {
    "code": "device",
    "details": {
      "detail": "why"
    },
    "message": "The device failed while computing (why). Reload the page; if it happens again, choose the CPU."
  }
] satisfies (PupilErrorData & { code: EngineErrorCode })[];
