import type { Augmentation } from "./augmentation.d.ts";
import type { ModelComparison } from "./comparison.d.ts";
import type { MeasuredOn } from "./evaluation.d.ts";

/**
 * What a training run trains. "denseHead": a head on the stored embeddings. "augmentedHead": a head on the embeddings of augmented
 * views. "fineTune": first the head, then with it the backbone's last blocks. "scratch": a small network of its own.
 */
export type Method = "denseHead" | "augmentedHead" | "fineTune" | "scratch";

/** The settings of a training run. `pupil.training.setMethod` sets the defaults of a method. */
export interface TrainingSettings {
  /** Default "denseHead". */
  method: Method;
  /** Maximum number of epochs, 1–1000. Default 50. */
  epochs: number;
  /** Pictures a step, 1–512. Default 16. */
  batchSize: number;
  /** Default "adam". */
  optimizer: "adam" | "adamW" | "sgd";
  /** Maximum learning rate of the head, or of a network from scratch; above 0, at most 1. Default 0.001. */
  learningRate: number;
  /** Maximum learning rate of the topmost unfrozen block, above 0, at most 1. Default 0.0003. */
  blockLearningRate: number;
  /** Factor of the learning rate from each block to the one below it, 0.1–1. Default 1. */
  layerDecay: number;
  /** How the learning rate changes during the run. Default "constant". */
  schedule: "constant" | "cosine" | "oneCycle";
  /** 0–1. Default 0. */
  weightDecay: number;
  /** Share of each target that is spread over all classes, 0–0.5. Default 0. */
  labelSmoothing: number;
  /** α of the Beta distribution by which pictures are mixed in pairs, 0–2; 0 mixes nothing. Default 0. */
  mixup: number;
  /** Augmented views of each picture for "augmentedHead", 1–50. Default 5. */
  views: number;
  /** How many of the backbone's last blocks "fineTune" trains: from 0, the head alone; more than there are means all. Default 5. */
  unfrozenBlocks: number;
  /** How training pictures are augmented by every method but "denseHead". */
  augmentation: Augmentation;
  /** Width of the head's hidden layer, 1–4096. Default 128. */
  hiddenUnits: number;
  /** Dropout before the last layer, 0–0.95. Default 0.2. */
  dropout: number;
  /** Share of each class that is held out for validation, by source, 0–0.5. 0 holds nothing out. Default 0.15. */
  validationFraction: number;
  /** Epochs without a better validation loss before training stops early; 0 never stops early. Default 10. */
  patience: number;
  /** Weight classes so that rare ones count as much as common ones. Default true. */
  balanceClasses: boolean;
  /** Seed of the split, the initial weights, the batch order and dropout, an integer 0 – 2^32-1. Default 1. */
  seed: number;
}

/** How a trained model came about. */
export interface TrainedInfo {
  method: Method | "instant";
  /** Its classes, in the order of its outputs. */
  classIds: number[];
  /** The backbone below it, by its name in `Project.backbone`; null for a network from scratch. */
  backbone: string | null;
  /** Null for an instant model: it has none, nor epochs. */
  settings: TrainingSettings | null;
  /** Epoch whose weights are used (1-based); 0 for an instant model. */
  bestEpoch: number;
  epochs: EpochMetrics[];
  trainingPictures: number;
  /** How many were held out; of an instant model, how many it was measured on out of fold. */
  validationPictures: number;
  /** Classes with a single source, of which nothing could be held out. */
  unvalidatedClassIds: number[];
  /**
   * The head that "fineTune" began with: the one that was right more often on what was held out. Null for other methods; not there in
   * what earlier versions stored.
   */
  startedFrom?: "denseHead" | "instant" | null;
}

/**
 * The instant model: a linear discriminant, shrunk, in closed form (Friedman 1989) on the embeddings of all enabled pictures that are
 * not set aside. It is brought up to date by itself after each change, and never stored.
 */
export interface InstantInfo {
  /** Whether it has learnt from everything that is there. */
  upToDate: boolean;
  /** Whether it is the model in use. */
  inUse: boolean;
  /** The classes that it knows: those with pictures. */
  classIds: number[];
  /** How many pictures it has learnt from. */
  pictures: number;
  /** How many pictures there are now of which it learns from augmented views, too. */
  withViews: number;
  /**
   * How many pictures were right, each by a model that had not seen its source, of how many, and the 95 % Wilson interval of the
   * share; null where no class has two sources.
   */
  outOfFold: { right: number; of: number; low: number; high: number } | null;
  /** Classes of which no picture could be measured: those with one source. */
  unmeasuredClassIds: number[];
  /** The same for each class that could be measured, and what its pictures were taken for most often. */
  classes: { classId: number; right: number; of: number; takenFor: { classId: number; count: number } | null }[];
  /** Ids of the pictures that were wrong. */
  wrong: number[];
}

/** What augmented views of the pictures brought the instant model. */
export interface ViewsTrial {
  /** Whether it learns from them now. */
  inUse: boolean;
  /** On which pictures the two were compared. */
  measuredOn: MeasuredOn;
  /** Without views, and with them, on the same pictures; null if there was nothing to compare. */
  comparison: ModelComparison | null;
}

export interface EpochMetrics {
  /** 1-based. */
  epoch: number;
  /** Mean over the epoch's training batches, each at the weights of its step. */
  loss: number;
  accuracy: number;
  /** On the validation pictures, after the epoch; null where nothing is held out. */
  validationLoss: number | null;
  validationAccuracy: number | null;
  /** Best so far. */
  best: boolean;
}

/**
 * The state of `pupil.train()`. "finishing": training has ended, and the model is measured against what is none of the classes,
 * then saved.
 */
export type PupilState = "idle" | "training" | "paused" | "finishing";

/** Why a training run ended. */
export type TrainingEnd = "completed" | "earlyStop" | "stopped" | "diverged";

/**
 * Why the model of a run is in use: "first", none was before, not even an instant one; "notWorse", as many or more pictures were right; "otherClasses", the
 * model before was trained for other classes; "nothingToCompare", there is no picture that neither model learned from. Or why it is
 * not: "worse", fewer pictures were right; "nothingLearnt", the run ended before its first epoch did; "diverged", a loss or an output
 * was not a finite number; "notCompared", the run was cut off before that, or another model was put to use meanwhile.
 */
export type TrainingWhy = "first" | "notWorse" | "otherClasses" | "nothingToCompare" | "worse" | "nothingLearnt" | "diverged" | "notCompared";

/** What became of the model of a run. */
export interface TrainingOutcome {
  /** Whether it is in use now; if not, the model before it is, if there is one. */
  inUse: boolean;
  why: TrainingWhy;
  /** Null where they were not compared. */
  comparison: ModelComparison | null;
}

/** What `pupil.train` resolves with: how the run's model came about, why the run ended, and what became of the model. */
export interface TrainingResult extends TrainedInfo, TrainingOutcome {
  reason: TrainingEnd;
  /** Id of the run's model in `Project.models`; null if it could not be stored. Without that, it works until the tab is closed. */
  model: number | null;
  /** Id of the model that was in use before the run; null if there was none, or it was the instant one. */
  before: number | null;
}

export type TrainingMessage =
  /** `emptyClassIds`: enabled classes without pictures to learn from, which are left out. */
  | {
      type: "started"; epochs: number; stepsPerEpoch: number; trainingPictures: number; validationPictures: number; unvalidatedClassIds: number[];
      emptyClassIds: number[];
    }
  | ({ type: "epoch" } & EpochMetrics)
  /** Optimiser steps so far. */
  | { type: "step"; steps: number }
  | { type: "paused" }
  | { type: "resumed" }
  /** The weights are final; the run's last phase learns what belongs to none of the classes. */
  | { type: "finishing"; reason: TrainingEnd }
  /** Last: the run's best model is in use, or the one before it still is. */
  | ({ type: "finished"; reason: TrainingEnd; bestEpoch: number } & TrainingOutcome);

/** A step of the learning-rate search: the rate, and the smoothed loss. */
export interface RatePoint {
  rate: number;
  loss: number;
}

/** What the engine reports of that search. */
export type RateMessage = ({ type: "rate" } & RatePoint) | ({ type: "found" } & Pick<FoundRate, "suggestion">);

/** The result of that search. */
export interface FoundRate {
  points: RatePoint[];
  /** The suggested learning rate; null where the loss never fell, or there are too few points. */
  suggestion: number | null;
}
