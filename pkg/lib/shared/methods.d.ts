/** What a page can ask of the worker: a group of methods for each group of the public API. A message is named `group.method`. */
import type {
  AddResult, Augmentation, AugmentationPresets, Backend, ClassInfo, CrossValidated, Explanation, ExportFormat, ExportFormatInfo,
  FoundRate, ImportedProject, Method, ModelStanding, NearDuplicate, NetworkInfo, NetworkTrial, PictureInfo, PictureSource, Prediction, Progress, ProjectInfo,
  Report, ReportOn, TrainingResult, TrainingSettings, ViewsTrial,
} from "./types.d.ts";

export interface Methods {
  pupil: {
    /** `waits`: whether for the instant model to catch up with what was changed. */
    classify(picture: PictureSource, waits: boolean): Prediction;
    explain(picture: PictureSource, waits: boolean): Explanation;
    train(): TrainingResult;
    report(on: ReportOn | undefined): Report;
    /** Stores the preference and ends what is under way: the worker is replaced after it. */
    setBackend(backend: "auto" | Backend): void;
    /** Deletes everything stored and ends what is under way: the worker is replaced after it. */
    clear(): void;
    /** Ends what is under way: the worker is terminated after it. */
    close(): void;
  };
  classes: {
    add(name: string): ClassInfo;
    rename(id: number, name: string): void;
    enable(id: number, enabled: boolean): void;
    remove(id: number): void;
    restore(id: number): void;
  };
  pictures: {
    add(classId: number, files: Blob[], source: string | null, aside: boolean): AddResult;
    move(ids: number[], classId: number): void;
    remove(ids: number[]): void;
    restore(ids: number[]): void;
    enable(ids: number[], enabled: boolean): void;
    setAside(ids: number[], aside: boolean): void;
    info(ids: number[]): PictureInfo[];
    original(id: number): Blob;
    decode(picture: number | Blob): ImageData;
    thumbnail(id: number): Blob;
  };
  training: {
    set(changes: Partial<TrainingSettings>): void;
    setMethod(method: Method): void;
    reset(): void;
    stop(): void;
    pause(): void;
    resume(): void;
    findRate(): FoundRate;
  };
  models: {
    use(id: number): void;
    remove(id: number): void;
    restore(id: number): void;
    /** `id` null: the instant model. */
    compare(id: number | null): ModelStanding | null;
    save(): Uint8Array<ArrayBuffer>;
    load(bytes: Uint8Array): void;
  };
  instant: {
    use(): void;
    learn(): void;
    follow(follows: boolean): void;
    useViews(use: boolean): void;
    useViewsIfBetter(): ViewsTrial;
  };
  evaluation: {
    crossValidate(): CrossValidated | null;
    nearDuplicates(): NearDuplicate[];
  };
  exports: {
    formats(): ExportFormatInfo[];
    write(format: ExportFormat): Blob;
  };
  networks: {
    list(): NetworkInfo[];
    use(id: string): void;
    useIfBetter(id: string): NetworkTrial;
    load(weights: Blob | string): void;
    remove(id: string): void;
  };
  projects: {
    list(): ProjectInfo[];
    create(name: string): ProjectInfo;
    /** Ends what is under way: the worker is replaced after it. False if it is open already, and nothing ends. */
    open(id: number): boolean;
    rename(id: number, name: string): void;
    duplicate(id: number): ProjectInfo;
    remove(id: number): void;
    restore(id: number): void;
    /** `to`: a file on the disk; without one, the file is in memory, or where the browser puts it. */
    save(to: FileSystemFileHandle | null): Blob;
    import(file: Blob, merge: boolean): ImportedProject;
  };
  augmentation: {
    presets(): AugmentationPresets;
    views(picture: number | Blob | ImageData, augmentation: Partial<Augmentation>, count: number, seed: number): ImageData[];
  };
}

export type Group = keyof Methods;
export type MethodName = { [G in Group]: `${G}.${keyof Methods[G] & string}` }[Group];

type Signature<N extends MethodName> = N extends `${infer G extends Group}.${infer M}` ? (M extends keyof Methods[G] ? Methods[G][M] : never) : never;
export type Arguments<N extends MethodName> = Signature<N> extends (...args: infer A) => unknown ? A : never;
export type Result<N extends MethodName> = Signature<N> extends (...args: never[]) => infer R ? R : never;

/** Passed to each method after its arguments. */
export interface CallContext {
  /** Idempotency key: the same when the call is repeated by a new worker, so that nothing is added twice. */
  key: string;
  signal: AbortSignal;
  progress(progress: Progress): void;
}

/** The worker's side of the methods. */
export type Handlers = {
  [G in Group]: {
    [M in keyof Methods[G]]: Methods[G][M] extends (...args: infer A) => infer R ? (...args: [...A, CallContext]) => R | Promise<R> : never;
  };
};
