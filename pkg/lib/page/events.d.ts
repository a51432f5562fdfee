import type { BackendInfo, Progress, Project, PupilErrorData, PupilState, RatePoint, TrainingMessage } from "../shared/types.d.ts";

/** What each event of `Pupil` carries in its `detail`. */
export interface PupilEvents {
  /** Something changed: the newest snapshot, also in `pupil.project`. */
  project: Project;
  /** The backend changed, also in `pupil.backend`. */
  backend: BackendInfo;
  /** Of a start, and of pictures being added. */
  progress: Progress;
  /** The training state changed, also in `pupil.state`. */
  state: PupilState;
  training: TrainingMessage;
  /** A step of the learning-rate search. */
  rate: RatePoint;
  /** Something the user should know. */
  notice: PupilErrorData;
}

/** An EventTarget with typed events. */
export interface PupilEventTarget extends EventTarget {
  addEventListener<E extends keyof PupilEvents>(
    type: E,
    listener: (event: CustomEvent<PupilEvents[E]>) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<E extends keyof PupilEvents>(
    type: E,
    listener: (event: CustomEvent<PupilEvents[E]>) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | EventListenerOptions): void;
}
