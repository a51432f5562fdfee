import type { MeasuredOn } from "./evaluation.d.ts";

/** How many pictures two models were right on, of the same ones, which neither learned from. An instant model answers out of fold. */
export interface ModelComparison {
  /** How many pictures there are, at least one. */
  pictures: number;
  /** How many the model that was in use before was right on. */
  before: number;
  /** How many the run's model was right on. */
  after: number;
  /** How many only the model before was right on. */
  onlyBefore: number;
  /** How many only the run's model was right on. */
  onlyAfter: number;
  /** Whether the difference could be chance: McNemar's exact test, two-sided, p > 0.05. */
  couldBeChance: boolean;
}

/** How the model in use and another stand beside each other, on the same pictures, which neither learned from. */
export interface ModelStanding {
  /** Which pictures: "test", the test set if it has some; else "outOfFold" if one of the two is the instant model; else "validation". */
  measuredOn: MeasuredOn;
  /** How many pictures there are, at least one. */
  pictures: number;
  /** How many the model in use is right on. */
  inUse: number;
  /** How many the other is right on. */
  other: number;
  /** How many only the model in use is right on. */
  onlyInUse: number;
  /** How many only the other is right on. */
  onlyOther: number;
  /** Whether the difference could be chance: McNemar's exact test, two-sided, p > 0.05. */
  couldBeChance: boolean;
}
