/** The file "pupil.json" in a project file: all that its pictures do not say. */
import type { BackboneRecord, ClassRecord, ModelRecord, PictureRecord } from "../../shared/store.d.ts";
import type { TrainingSettings } from "../../shared/types.d.ts";

export type DescribedClass = Pick<ClassRecord, "id" | "name" | "enabled">;

export interface DescribedPicture extends Pick<PictureRecord, "id" | "classId" | "name" | "source" | "enabled" | "hash"> {
  aside: boolean;
  /** Its name in the project file: "train/cat/cat.jpg". Its source and hash are empty where they could not be read. */
  file: string;
}

export type DescribedModel = Omit<ModelRecord, "call" | "removed">;

export interface Description {
  format: "pupil-project";
  version: number;
  /** Version of the package that wrote it. */
  pupil: string;
  name: string;
  /** ISO 8601. */
  savedAt: string;
  backbone: {
    /** As `Project.backbone` has it. */
    key: string;
    architecture: string;
    id: string;
    /** Its weights are in the file; null if they come with Pupil. */
    weights: BackboneRecord | null;
  };
  /** Numbers in an embedding. The pictures' embeddings are in files of 256 each, in the order of `pictures`, float32, little-endian. */
  features: number;
  /** Null where they could not be read. */
  settings: TrainingSettings | null;
  /** As `Project.instantViews`. Missing in files of early versions. */
  instantViews?: boolean;
  classes: DescribedClass[];
  pictures: DescribedPicture[];
  models: DescribedModel[];
  /** Id of the model in use. */
  modelInUse: number | null;
}
