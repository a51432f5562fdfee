/**
 * Which pictures a report measures. "validation": not trained on, but the best epoch was chosen by them. "test": set aside,
 * without a part in the training. "outOfFold", while the instant model is in use: each picture by a model that had not seen its source.
 * "training": the pictures that were trained on, so the figures flatter.
 */
export type ReportOn = "validation" | "test" | "outOfFold" | "training";

/** The same, or "crossValidation": every training picture, each by a head that was trained without its source. */
export type MeasuredOn = ReportOn | "crossValidation";

export interface ClassReport {
  classId: number;
  /** Number of pictures of this class. At 0, recall and F1 are undefined: they are 0 by convention. */
  support: number;
  /** Number of pictures that were predicted to be of this class. At 0, precision is undefined: it is 0 by convention. */
  predicted: number;
  precision: number;
  recall: number;
  f1: number;
}

export interface Means {
  precision: number;
  recall: number;
  f1: number;
}

/** The prediction for one picture. */
export interface PicturePrediction {
  pictureId: number;
  /** The class it is in. */
  classId: number;
  /** The predicted class. */
  predictedId: number;
  /** Probability of the predicted class, 0–1. */
  confidence: number;
  /** Probability of the class it is in. */
  selfConfidence: number;
  /** The negative logarithm of that. */
  loss: number;
}

/** How good the model is. The measures are scikit-learn's, with zero_division=0. */
export interface Report {
  measuredOn: MeasuredOn;
  /** How many; at 0 every figure is 0. */
  pictures: number;
  accuracy: number;
  /** 95 % Wilson interval of the accuracy. */
  accuracyInterval: [number, number];
  classIds: number[];
  /** confusion[actual][predicted], counts. */
  confusion: number[][];
  /** The same, each row divided by its sum. */
  confusionShares: number[][];
  classes: ClassReport[];
  /** Each class that has pictures counts the same. */
  macroMean: Means;
  /** Each picture counts the same. */
  weightedMean: Means;
  /** Share whose class is among the one, two, … five most probable. */
  topAccuracies: number[];
  logLoss: number;
  /** Expected calibration error, 15 bins. */
  calibrationError: number;
  /** The two at the temperature that fits the validation pictures best; null where nothing was held out. */
  calibrated: { temperature: number; logLoss: number; calibrationError: number } | null;
  /** By id. */
  predictions: PicturePrediction[];
}

/** The result of a cross-validation. */
export interface CrossValidated {
  report: Report;
  /** Ids of the pictures whose label is likely wrong, the likeliest first. */
  likelyWrong: number[];
  /** Classes of which no picture could be measured: those with one source. */
  unmeasuredClassIds: number[];
}

/** Two pictures that are nearly the same: of different sources, or of one source in different classes. */
export interface NearDuplicate {
  first: number;
  second: number;
  /** Cosine of their embeddings. */
  similarity: number;
}
