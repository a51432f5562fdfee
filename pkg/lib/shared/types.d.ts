/**
 * The types of Pupil's public API. Every value here can be structured-cloned: it is what crosses the worker boundary.
 */

/** Where the backbone runs. */
export type Backend = "webgpu" | "cpu";

/** What the worker found out about this device, and which backend it took. */
export interface BackendInfo {
  backend: Backend;
  /** "Intel Arc", "SwiftShader", … ; null on the CPU. */
  adapter: string | null;
  /** Milliseconds for one picture through the backbone, measured after warm-up. */
  frameMs: number;
  /** Why this backend was taken. */
  reason: "asked" | "faster" | "only" | "remembered" | "recovered";
  /** Measured milliseconds of both, where both were measured. */
  measured: { webgpu: number | null; cpu: number | null };
  /** Why WebGPU was not taken, where it was not: "missing", "fallback", "noTimestampQuery", "slower", "failed", "lost"; else null. */
  webgpuRefused: string | null;
}

/**
 * What a training run trains. "instant": a head on the kept embeddings. "augmentedHead": a head on the embeddings of augmented
 * views. "fineTune": first the head, then with it the backbone's last blocks. "scratch": a small network of its own.
 */
export type Method = "instant" | "augmentedHead" | "fineTune" | "scratch";

/** The settings of a training run. `Pupil.setMethod` brings those that a method begins with. */
export interface TrainingSettings {
  /** Default "instant". */
  method: Method;
  /** Most epochs, 1–1000. Default 50. */
  epochs: number;
  /** Pictures a step, 1–512. Default 16. */
  batchSize: number;
  /** Default "adam". */
  optimizer: "adam" | "adamW" | "sgd";
  /** The highest learning rate of the head, or of a network from scratch; above 0, at most 1. Default 0.001. */
  learningRate: number;
  /** The highest learning rate of the topmost unfrozen block, above 0, at most 1. Default 0.0003. */
  blockLearningRate: number;
  /** What the learning rate of each block below is multiplied with, 0.1–1. Default 1. */
  layerDecay: number;
  /** The course of the learning rate. Default "constant". */
  schedule: "constant" | "cosine" | "oneCycle";
  /** 0–1. Default 0. */
  weightDecay: number;
  /** Share of each target that is spread over all classes, 0–0.5. Default 0. */
  labelSmoothing: number;
  /** α of the Beta distribution by which pictures are mixed in pairs, 0–2; 0 mixes nothing. Default 0. */
  mixup: number;
  /** Augmented views of each picture for "augmentedHead", 1–50. Default 5. */
  views: number;
  /** How many of the backbone's last blocks "fineTune" trains: from 0, the head alone; more than there are is all. Default 5. */
  unfrozenBlocks: number;
  /** How training pictures are varied by every method but "instant". */
  augmentation: Augmentation;
  /** Width of the head's hidden layer, 1–4096. Default 128. */
  hiddenUnits: number;
  /** Dropout before the last layer, 0–0.95. Default 0.2. */
  dropout: number;
  /** Share of each class held out, by source, 0–0.5. 0 holds nothing out. Default 0.15. */
  validationFraction: number;
  /** Epochs without a better validation loss before training stops early; 0 never stops early. Default 10. */
  patience: number;
  /** Weigh classes so that rare ones count as much as common ones. Default true. */
  balanceClasses: boolean;
  /** Seed of the split, the first weights, the batch order and dropout, a whole number 0 – 2^32-1. Default 1. */
  seed: number;
}

/**
 * How much pictures are varied: the parameters of Keras's `ImageDataGenerator`, in its units. Everything is off by default.
 * Happens in this order: resized crop; rotation, shifts, shear and zoom as one resampling; channel shift; flips; brightness.
 * Then, with no chance in it, rescale, samplewise, featurewise: only with method "scratch", for a pretrained network is fed as
 * it was trained. With none of these, that method rescales by 1/255.
 */
export interface Augmentation {
  /** Most degrees either way, 0–180. */
  rotation: number;
  /** Most left or right: below 1 a share of the width, from 1 on pixels. */
  widthShift: number;
  /** Most up or down: below 1 a share of the height, from 1 on pixels. */
  heightShift: number;
  /** Most degrees that vertical lines are slanted either way, 0–60. */
  shear: number;
  /** Least and most of what is seen, drawn apart for across and down, 0.1–10; below 1 magnifies. Keras's `zoom_range = z` is [1 - z, 1 + z]. */
  zoom: [number, number];
  /** Mirror half of the time. */
  horizontalFlip: boolean;
  /** Turn upside down half of the time. */
  verticalFlip: boolean;
  /** Most levels that all channels are raised or lowered together, 0–255. */
  channelShift: number;
  /** Least and most that levels are multiplied by, 0–10. */
  brightness: [number, number] | null;
  /** What is seen beyond the border: its own pixels going on, `cval`, the mirrored picture, or the picture's other side. */
  fillMode: "nearest" | "constant" | "reflect" | "wrap";
  /** A level, 0–255. */
  cval: number;
  /** torchvision's RandomResizedCrop: least and most share of the area, above 0, at most 1, and width over height, 0.1–10. */
  resizedCrop: { scale: [number, number]; ratio: [number, number] } | null;
  /** What levels are multiplied by, above 0. */
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

/** Four strengths to choose from. "textbook" is what every course on Keras begins with. */
export type AugmentationPresets = Record<"off" | "gentle" | "textbook" | "strong", Augmentation>;

export interface ClassInfo {
  id: number;
  name: string;
  /** A disabled class is kept but not trained and not predicted. */
  enabled: boolean;
  /** Ids of its pictures in the order they came. */
  pictures: number[];
  /** How many distinct sources (a file, or one webcam recording) they come from. */
  sources: number;
}

/** What is known of the trained head. */
export interface TrainedInfo {
  /** Classes it tells apart, in the order of its outputs. */
  classIds: number[];
  /** The backbone that it stands on, by its name in `Project.backbone`; null of a network from scratch. */
  backbone: string | null;
  settings: TrainingSettings;
  /** Epoch whose weights were kept (1-based). */
  bestEpoch: number;
  epochs: EpochMetrics[];
  trainingPictures: number;
  validationPictures: number;
  /** Classes with a single source: nothing of them could be held out. */
  unvalidatedClassIds: number[];
}

/** A snapshot of everything the page shows. Sent anew after each change. */
export interface Project {
  classes: ClassInfo[];
  /** Ids of disabled pictures. */
  disabledPictures: number[];
  /** Ids of the pictures that are set aside for testing. */
  asidePictures: number[];
  trained: TrainedInfo | null;
  /** The classes or pictures changed since the head was trained (renaming does not count), or it never was. */
  needsTraining: boolean;
  /** Null if training can start; else the error that it would give ({code, message}). */
  cannotTrain: PupilErrorData | null;
  settings: TrainingSettings;
  /** The runs that are kept, newest first. */
  runs: RunInfo[];
  /** The pretrained network in use: its architecture, and a checksum of its weights. */
  backbone: string;
  /** Its architecture, as torchvision names it: "resnet50". */
  architecture: string;
  /** How many blocks it has that can be unfrozen. */
  blocks: number;
  /** The pretrained networks there are to build on. */
  backbones: BackboneInfo[];
}

/** A pretrained network with its weights. */
export interface BackboneInfo {
  /** The architecture of one that Pupil carries; of others, the SHA-256 of their file. */
  id: string;
  architecture: string;
  /** The file's name; null of one that Pupil carries. */
  name: string | null;
  /** Size of the file. */
  bytes: number;
  inUse: boolean;
}

/** A network that Pupil knows, and what it takes. All but `expectedMs` is told from its table of layers. */
export interface NetworkInfo {
  architecture: string;
  /** Side of the square that it sees, in pixels. */
  size: number;
  /** Width of an embedding. */
  features: number;
  /** Names of the blocks that can be unfrozen, from the input on. */
  blocks: string[];
  /** Trained numbers without the classifier. */
  parameters: number;
  /** Size of a file of all its tensors in single and in half precision; the classifier is not counted. */
  bytesF32: number;
  bytesF16: number;
  /** Multiplications for one picture, each with its addition. */
  multiplyAdds: number;
  /** About how many bytes it needs to look at one picture. */
  memory: number;
  /** About how many bytes each picture of a batch adds when every block is trained. */
  trainingMemory: number;
  /** Published weights that fit, by the name that timm gives them; null of a network that is only trained from scratch. */
  published: string | null;
  /** About how many milliseconds a picture will take here, from what the backbone in use takes. */
  expectedMs: number;
}

/** A training run, or a model that was loaded. */
export interface RunInfo {
  id: number;
  info: TrainedInfo;
  /** False of a run that goes on, or was cut off: it has left its best until then. */
  complete: boolean;
  /** Milliseconds since 1970. */
  keptAt: number;
  /** Whether its model is in use. */
  inUse: boolean;
}

export interface PictureInfo {
  id: number;
  classId: number;
  source: string;
  /** File name, or the recording's name. */
  name: string;
  enabled: boolean;
  /** Set aside for testing: neither trained on nor held out to choose between epochs. */
  aside: boolean;
}

/** Errors cross as data: a stable code and a sentence that says what is wrong and what to do. */
export interface PupilErrorData {
  code: string;
  message: string;
}

export interface AddResult {
  added: PictureInfo[];
  /** The very same bytes were in this class already. */
  duplicates: string[];
  failed: (PupilErrorData & { name: string })[];
}

export interface EpochMetrics {
  /** 1-based. */
  epoch: number;
  /** Mean over the epoch's training batches, while the weights were moving. */
  loss: number;
  accuracy: number;
  /** On the held-out pictures, after the epoch; null where nothing is held out. */
  validationLoss: number | null;
  validationAccuracy: number | null;
  /** Best so far. */
  best: boolean;
}

export type TrainingMessage =
  | { type: "started"; epochs: number; stepsPerEpoch: number; trainingPictures: number; validationPictures: number; unvalidatedClassIds: number[] }
  | ({ type: "epoch" } & EpochMetrics)
  | { type: "step"; steps: number }
  | { type: "paused" }
  | { type: "resumed" }
  | { type: "finished"; reason: "completed" | "earlyStop" | "stopped" | "diverged"; bestEpoch: number };

/** A step of the search for a learning rate: the rate, and the loss, smoothed. */
export interface RatePoint {
  rate: number;
  loss: number;
}

/** What the engine tells of that search. */
export type RateMessage = ({ type: "rate" } & RatePoint) | ({ type: "found" } & Pick<FoundRate, "suggestion">);

/** What came of that search. */
export interface FoundRate {
  points: RatePoint[];
  /** The learning rate to take; null where the loss fell nowhere, or there are too few points. */
  suggestion: number | null;
}

/** `done` of `total`, in a stage that has a plain-words name. */
export interface Progress {
  stage: "download" | "compile" | "measure" | "restore" | "embed" | "pictures" | "review";
  done: number;
  total: number;
}

export interface Score {
  /** Null for an ImageNet label. */
  classId: number | null;
  label: string;
  /** 0–1, softmax. */
  score: number;
}

export interface Prediction {
  /** "taught": one score a class, in class order. "imagenet": the best 5, before anything was taught. */
  kind: "taught" | "imagenet";
  scores: Score[];
  /** Taught: whether it is like none of the classes, as far as the held-out pictures tell; false where nothing was held out. */
  noneOfThese: boolean;
  /** Milliseconds in the worker: decoding, resizing, backbone, head. */
  elapsedMs: number;
}

/** A prediction by what was taught, and where in the picture it comes from. */
export interface Explanation extends Prediction {
  /**
   * Where the highest class is seen: Grad-CAM (Selvaraju et al. 2017, arXiv:1610.02391) of the network's last map; for a head
   * on a mean, as here, that is the class activation map of Zhou et al. 2016.
   */
  attention: {
    /** The class; null if none is enabled. */
    classId: number | null;
    /** Cells across and down the centre square. */
    width: number;
    height: number;
    /** How much each cell speaks for the class, row by row, 0–1. */
    values: number[];
    /** Share of the picture's short side that the centre square takes. */
    crop: number;
  };
}

/**
 * On which pictures a report stands. "validation": not learned from, but the best epoch was chosen by them. "test": set aside,
 * without a part in the training. "training": the very pictures that were learned from, so the figures flatter.
 * "crossValidation": every picture that is taught, each by a head that learned without its source.
 */
export type MeasuredOn = "validation" | "test" | "training" | "crossValidation";

export interface ClassReport {
  classId: number;
  /** How many pictures of this class were looked at. At 0, recall and F1 say nothing: they are 0 by rule. */
  support: number;
  /** How many pictures were called this class. At 0, precision says nothing: it is 0 by rule. */
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

/** What was said of one picture. */
export interface PicturePrediction {
  pictureId: number;
  /** The class it is in. */
  classId: number;
  /** The class it was called. */
  predictedId: number;
  /** Probability of the class it was called, 0–1. */
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
  /** Each class counts the same. */
  macroMean: Means;
  /** Each picture counts the same. */
  weightedMean: Means;
  /** Share whose class is among the one, two, … five most probable. */
  topAccuracies: number[];
  logLoss: number;
  /** Expected calibration error, 15 bins. */
  calibrationError: number;
  /** The two with the temperature that suits the validation pictures best; null where nothing was held out. */
  calibrated: { temperature: number; logLoss: number; calibrationError: number } | null;
  /** By id. */
  predictions: PicturePrediction[];
}

/** What a cross-validation found. */
export interface CrossValidated {
  report: Report;
  /** Ids of the pictures whose label is likely wrong, the likeliest first. */
  likelyWrong: number[];
  /** Classes of which no picture could be measured: those with one source. */
  unmeasuredClassIds: number[];
}

/** Two pictures of different sources that are nearly the same. */
export interface Alike {
  first: number;
  second: number;
  /** Cosine of their embeddings. */
  similarity: number;
}
