/** What is known of calls into the worker, and of its start. */

/** @import { MethodName } from "../../shared/methods.d.ts" */
/** @import { Started, WorkerEvents } from "../../shared/protocol.d.ts" */
/** @import { Progress } from "../../shared/types.d.ts" */
/** @import { PupilError } from "../../shared/errors.js" */

/** @typedef {{ signal?: AbortSignal, onProgress?: (progress: Progress) => void }} CallOptions */

/**
 * @typedef {object} Pending
 * @property {MethodName} method
 * @property {unknown[]} args
 * @property {(value: any) => void} resolve
 * @property {(error: PupilError) => void} reject
 * @property {AbortSignal} [signal]
 * @property {(progress: Progress) => void} [onProgress]
 * @property {boolean} repeatable
 * @property {number} crashes how many workers died of it
 */

/**
 * @typedef {object} Starting
 * @property {(started: Started | null) => void} resolve
 * @property {(error: PupilError) => void} reject
 * @property {(progress: Progress) => void} onProgress
 * @property {(early: Started) => void} onEarly
 */

/**
 * @typedef {object} Listener
 * @property {(event: keyof WorkerEvents, detail: any) => void} onEvent
 * @property {() => void} onCrash the worker is dead; pending calls wait for the next one
 */

export {};
