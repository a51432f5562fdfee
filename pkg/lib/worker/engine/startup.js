/** Starts an engine, and fills it from the store. */
import { errorData, isFatal } from "../../shared/errors.js";
import { valueOf } from "../store/open.js";
import { BackendChooser } from "./backend.js";
import { restorePicture } from "./project.js";

/** @import { Backbones } from "./backbones.js" */
/** @import { Engine, EngineModule } from "./engine.d.ts" */
/** @import { Project } from "./project.js" */
/** @import { Emit, StartOptions } from "../../shared/protocol.d.ts" */
/** @import { Store } from "../../shared/store.d.ts" */
/** @import { BackendInfo, Progress, PupilErrorData } from "../../shared/types.d.ts" */
/** @typedef {(stage: Progress["stage"], done: number, total: number) => void} OnStage */

/**
 * @typedef {object} Needs
 * @property {StartOptions} options
 * @property {EngineModule} module
 * @property {Store} store
 * @property {Backbones} backbones
 * @property {Emit} emit
 * @property {(notice: PupilErrorData) => void} notify
 * @property {OnStage} progress
 */

/** @typedef {{ engine: Engine, info: BackendInfo }} Opened */

/**
 * Starts an engine with the chosen backbone, or if that fails, with the default one.
 * @param {Needs} needs
 * @returns {Promise<Opened & { fellBack: boolean }>} `fellBack`: the backbone is not the stored one
 */
export async function openEngine(needs) {
  try {
    return { ...(await openWith(needs)), fellBack: false };
  } catch (error) {
    if (isFatal(error) || !needs.backbones.fallBack()) throw error;
    needs.notify(backboneLost(errorData(error)));
    return { ...(await openWith(needs)), fellBack: true };
  }
}

/** @param {Needs} needs @returns {Promise<Opened>} */
async function openWith({ options, module, store, backbones, emit, notify, progress }) {
  const weights = await backbones.weights(backbones.inUse, (done, total) => progress("download", done, total));
  const chooser = new BackendChooser((backend) => module.Engine.create(backend, weights), progress, () => emit("dead", "gpu"));
  const asked = options.backend === "auto" ? ((await valueOf(store, "backend")) ?? "auto") : options.backend;
  const known = await valueOf(store, "measurement");
  const { engine, info, measurement } = await chooser.choose({
    asked,
    gpuFailure: options.gpuFailure,
    remembered: known?.backbone === backbones.inUse ? known : undefined,
  });
  if (measurement) {
    const value = { ...measurement, backbone: backbones.inUse };
    await store.write([{ table: "values", key: "measurement", value }]).catch(console.warn);
  }
  if (asked === "webgpu" && info.backend === "cpu" && options.gpuFailure !== "lost") notify(webgpuUnavailable());
  return { engine, info };
}

/** Fills the project's empty engine with everything that is stored. @param {Project} project @param {OnStage} progress */
export async function fillEngine(project, progress) {
  const { engine, records, models, store } = project;
  engine.restore(storedState(project));
  let done = 0;
  for await (const chunk of store.chunks("embeddings")) {
    for (const [id, embedding] of chunk) {
      const record = records.pictures.get(Number(id));
      if (record && records.isPresent(record)) restorePicture(engine, record, embedding);
    }
    progress("restore", (done += chunk.length), records.pictures.size);
  }
  await project.views.restore();
  const model = await models.inUse();
  if (model) restoreModel(engine, model);
  const settings = await valueOf(store, "settings");
  if (settings) engine.setSettings(settings);
}

/** The next ids are above all that records and models know: a new class must not get the outputs of a deleted one. @param {Project} project */
export function storedState({ records: { classes, pictures }, models }) {
  const present = [...classes.values()].filter(({ removed }) => !removed);
  return {
    classes: present.map(({ id, name, enabled }) => ({ id, name, enabled })),
    nextClassId: nextId([...classes.keys(), ...models.classIds]),
    nextPictureId: nextId(pictures.keys()),
    pictures: pictures.size,
  };
}

/** @param {Iterable<number>} ids */
function nextId(ids) {
  let next = 0;
  for (const id of ids) next = Math.max(next, id + 1);
  return next;
}

/** @param {Engine} engine @param {Uint8Array} model */
function restoreModel(engine, model) {
  try {
    engine.restoreModel(model);
  } catch (error) {
    // It was trained on another backbone, say. The project then needs training.
    console.warn("Pupil does not use the stored model:", error);
  }
}

/** @param {PupilErrorData} error @returns {PupilErrorData} */
function backboneLost({ message }) {
  const text = `The network that was chosen cannot be opened, so Pupil goes back to the one it began with. ${message}`;
  return { code: "backbone_lost", message: text, details: { detail: message } };
}

/** @returns {PupilErrorData} */
function webgpuUnavailable() {
  const message = "WebGPU cannot be used here, so Pupil runs on the CPU. A newer browser or graphics driver may help.";
  return { code: "webgpu_unavailable", message, details: {} };
}
