import type { PupilErrorData } from "./errors.d.ts";
import type { PictureSource } from "./pictures.d.ts";

export interface Score {
  /** Null for an ImageNet label. */
  classId: number | null;
  label: string;
  /** 0–1, softmax. */
  score: number;
}

export interface Prediction {
  /** "trained": one score a class, in class order. "imagenet": the best 5, before anything was trained. */
  kind: "trained" | "imagenet";
  scores: Score[];
  /** Trained models only: whether the picture is unlike all classes, judging by the validation pictures; false where nothing was held out. */
  noneOfThese: boolean;
  /** Milliseconds in the worker: decoding, resizing, backbone, head; of the head alone where a small worker did the rest. */
  elapsedMs: number;
}

/** What `classifyMany` says of one of the pictures: a prediction, or why there is none. */
export type ManyAnswer = {
  /** Its place among the pictures, from 0. */
  index: number;
  picture: PictureSource;
} & ({ prediction: Prediction; error: null } | { prediction: null; error: PupilErrorData });

/** A prediction of the trained model, and where in the picture it comes from. */
export interface Explanation extends Prediction {
  /**
   * Where the highest class is seen: Grad-CAM (Selvaraju et al. 2017, arXiv:1610.02391) of the network's last feature map; for a
   * head on a mean, as here, that is the class activation map of Zhou et al. 2016.
   */
  attention: {
    /** The class; null if none is enabled. */
    classId: number | null;
    /** Cells across and down the centre square. */
    width: number;
    height: number;
    /** How much each cell contributes to the class, row by row, 0–1. */
    values: number[];
    /** Share of the picture's short side that the centre square takes. */
    crop: number;
  };
}
