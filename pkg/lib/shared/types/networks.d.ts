import type { ModelComparison } from "./comparison.d.ts";
import type { MeasuredOn } from "./evaluation.d.ts";

/** A pretrained network with its weights. */
export interface BackboneInfo {
  /** The architecture, for weights that come with Pupil; the SHA-256 of the file, for loaded ones. */
  id: string;
  architecture: string;
  /** The file's name; null for weights that come with Pupil. */
  name: string | null;
  /** Size of the file. */
  bytes: number;
  inUse: boolean;
}

/** What a trial of another network brought. */
export interface NetworkTrial {
  /** Whether it is in use now. */
  inUse: boolean;
  /** On which pictures the two were compared. */
  measuredOn: MeasuredOn;
  /** The model in use before, and the instant model on the other network, on the same pictures; null if there was none to compare by. */
  comparison: ModelComparison | null;
}

/** A network that Pupil knows, and its costs. All but `expectedMs` is computed from its table of layers. */
export interface NetworkInfo {
  architecture: string;
  /** Side of its input square, in pixels. */
  size: number;
  /** Width of an embedding. */
  features: number;
  /** Names of the blocks that can be unfrozen, from the input on. */
  blocks: string[];
  /** Number of weights without the classifier. */
  parameters: number;
  /** Size of a file of all its tensors in single and in half precision, without the classifier. */
  bytesF32: number;
  bytesF16: number;
  /** Multiply-adds for one picture. */
  multiplyAdds: number;
  /** Approximate bytes needed to classify one picture. */
  memory: number;
  /** Approximate bytes that each picture of a batch adds when every block is trained. */
  trainingMemory: number;
  /** Published weights that fit, by their name in timm; null for a network that is only trained from scratch. */
  published: string | null;
  /** Estimated milliseconds per picture on this device, from those of the backbone in use. */
  expectedMs: number;
}
