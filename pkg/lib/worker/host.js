/** Opens the project, and calls the methods that a page can ask for. */
import { Augmentation } from "./augmentation.js";
import { Classes } from "./classes.js";
import { loadModule } from "./engine/assets.js";
import { Backbones, defaultWeights } from "./engine/backbones.js";
import { Project } from "./engine/project.js";
import { Queue } from "./engine/queue.js";
import { reembed } from "./engine/reembed.js";
import { Run } from "./engine/run.js";
import { fillEngine, openEngine } from "./engine/startup.js";
import { Evaluation } from "./evaluation.js";
import { Exports } from "./exports.js";
import { Models } from "./models.js";
import { Networks } from "./networks.js";
import { Pictures } from "./pictures.js";
import { Pupil } from "./pupil.js";
import { Models as StoredModels } from "./store/models.js";
import { openStore } from "./store/open.js";
import { Records } from "./store/records.js";
import { Training } from "./training.js";

/** @import { OnStage } from "./engine/startup.js" */
/** @import { CallContext, Handlers, MethodName } from "../shared/methods.d.ts" */
/** @import { Emit, StartOptions, Started } from "../shared/protocol.d.ts" */
/** @import { BackendInfo, Progress, PupilErrorData } from "../shared/types.d.ts" */

export class Host {
  /** @type {Handlers} */
  #groups;

  /** @private @param {Project} project @param {BackendInfo} backend @param {string} assets folder, ending in a slash */
  constructor(project, backend, assets) {
    const run = new Run(project);
    const pupil = new Pupil(project, run);
    this.#groups = {
      pupil,
      classes: new Classes(project),
      pictures: new Pictures(project),
      training: new Training(project, run),
      models: new Models(project),
      evaluation: new Evaluation(project),
      exports: new Exports(project, assets, () => pupil.report(undefined)),
      networks: new Networks(project, backend),
      augmentation: new Augmentation(project),
    };
  }

  /**
   * Opens everything: the store, the module, the backbone, the engine.
   * @param {StartOptions} options
   * @param {Emit} emit
   * @param {(progress: Progress) => void} onProgress
   * @returns {Promise<{ host: Host, started: Started }>}
   */
  static async open(options, emit, onProgress) {
    /** @type {PupilErrorData[]} */
    const notices = [];
    const notify = (/** @type {PupilErrorData} */ notice) => void notices.push(notice);
    /** @type {OnStage} */
    const progress = (stage, done, total) => onProgress({ stage, done, total });
    const weights = defaultWeights(options.assets, (done, total) => progress("download", done, total));
    const [store, module] = await Promise.all([openStore(options, emit, notify), loadModule(options.assets)]);
    const backbones = await Backbones.read(store, options.assets, weights);
    const { engine, info, fellBack } = await openEngine({ options, module, store, backbones, emit, notify, progress });
    const records = await Records.read(store);
    const project = new Project({ module, engine, store, records, models: await StoredModels.read(store), backbones, queue: new Queue(), emit });
    if (!options.keepRemoved) await project.write(records.purge());
    if (fellBack) await embedWithFallback(project, onProgress);
    await fillEngine(project, progress);
    return { host: new Host(project, info, options.assets), started: { project: project.snapshot(), backend: info, notices } };
  }

  /** @param {MethodName} name @param {unknown[]} args @param {CallContext} context @returns {Promise<unknown>} */
  async call(name, args, context) {
    const [group, method] = name.split(".");
    const groups = /** @type {Record<string, Record<string, Function>>} */ (/** @type {unknown} */ (this.#groups));
    return groups[group][method](...args, context);
  }
}

/** The stored backbone could not be opened: embeds all pictures with the default one. @param {Project} project @param {(progress: Progress) => void} progress */
function embedWithFallback(project, progress) {
  const { engine, store, backbones } = project;
  const { signal } = new AbortController();
  return reembed(project, engine, { signal, progress }, (changes) => store.write([...changes, backbones.change(backbones.inUse)]));
}
