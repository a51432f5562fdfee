/** Opens the project, and calls the methods that a page can ask for. */
import { Decoder } from "../shared/decoder.js";
import { Augmentation } from "./augmentation.js";
import { Classes } from "./classes.js";
import { decoderIn, loadModule, together } from "./engine/assets.js";
import { Backbones } from "./engine/backbones.js";
import { beginEarly } from "./engine/early.js";
import { Embedders, loadEmbedder, poolSize } from "./engine/embedders.js";
import { givenModel, useGiven } from "./engine/given-model.js";
import { Project } from "./engine/project.js";
import { Queue } from "./engine/queue.js";
import { reembed } from "./engine/reembed.js";
import { Run } from "./engine/run.js";
import { fillEngine, openEngine } from "./engine/startup.js";
import { isUntouched } from "./engine/untouched.js";
import { Evaluation } from "./evaluation.js";
import { Exports } from "./exports.js";
import { Instant } from "./instant.js";
import { Models } from "./models.js";
import { Networks } from "./networks.js";
import { Pictures } from "./pictures.js";
import { Projects } from "./projects.js";
import { Pupil } from "./pupil.js";
import { Models as StoredModels } from "./store/models.js";
import { openStores } from "./store/open.js";
import { Projects as StoredProjects } from "./store/projects.js";
import { Records } from "./store/records.js";
import { SparingStore } from "./store/sparing.js";
import { Training } from "./training.js";

/** @import { DefaultWeights } from "./engine/default-weights.js" */
/** @import { OnStage } from "./engine/startup.js" */
/** @import { CallContext, Handlers, MethodName } from "../shared/methods.d.ts" */
/** @import { Assets, Emit, FromWorker, StartOptions, Started } from "../shared/protocol.d.ts" */
/** @import { BackendInfo, Progress, PupilErrorData } from "../shared/types.d.ts" */

export class Host {
  /** @type {Handlers} */
  #groups;

  /** @private @param {Project} project @param {BackendInfo} backend @param {Assets} assets */
  constructor(project, backend, assets) {
    const run = new Run(project);
    const pupil = new Pupil(project, run);
    const [classes, pictures] = [new Classes(project), new Pictures(project)];
    this.#groups = {
      pupil,
      classes,
      pictures,
      training: new Training(project, run),
      models: new Models(project),
      instant: new Instant(project),
      evaluation: new Evaluation(project),
      exports: new Exports(project, assets, () => pupil.report(undefined)),
      networks: new Networks(project, backend),
      projects: new Projects(project, { classes, pictures }),
      augmentation: new Augmentation(project),
    };
  }

  /**
   * Opens everything: the store, the module, the backbone, the engine.
   * @param {StartOptions} options
   * @param {Emit} emit
   * @param {(progress: Progress) => void} onProgress
   * @param {(early: Extract<FromWorker, { early: unknown }>) => void} onEarly
   * @param {DefaultWeights} weights
   * @returns {Promise<{ host: Host, started: Started }>}
   */
  static async open(options, emit, onProgress, onEarly, weights) {
    /** @type {PupilErrorData[]} */
    const notices = [];
    const notify = (/** @type {PupilErrorData} */ notice) => void notices.push(notice);
    /** @type {OnStage} */
    const progress = (stage, done, total) => onProgress({ stage, done, total });
    const [onWeights, onModule] = together((done, total) => progress("download", done, total), 2);
    weights.onBytes = onWeights;
    const load = () => loadModule(options.assets, onModule);
    const loading = options.early ? null : load();
    loading?.catch(() => {}); // handled where it is awaited
    const embedder = options.early ? loadEmbedder(options.assets) : null; // while the store is opened, which says whether it is wanted
    embedder?.catch(() => {});
    const [stores, given] = await Promise.all([openStores(options, emit, notify), givenModel(options)]);
    const projects = await StoredProjects.read(stores);
    const store = new SparingStore(await stores.of(projects.openId));
    if (given) await store.write(given.changes);
    const backbones = await Backbones.read(store, options.assets, weights);
    if (embedder && (await isUntouched(store))) {
      const { message, ready } = beginEarly(embedder, weights.bytes, projects.open, backbones.list());
      onEarly(message);
      backbones.take(await ready); // it comes first: the module takes all processors
    }
    const module = await (loading ?? load());
    const opening = openEngine({ options, module, store, backbones, emit, notify, progress });
    const [{ engine, info, fellBack }, records, models] = await Promise.all([opening, Records.read(store), StoredModels.read(store)]);
    const { followInstantly } = options;
    const decoder = new Decoder(Promise.resolve(module), decoderIn(options.assets));
    const embedders = new Embedders(options.assets, info.backend === "cpu" ? poolSize(navigator) : 0);
    const project = new Project({ module, decoder, engine, store, records, models, backbones, embedders, projects, queue: new Queue(), emit, followInstantly });
    // What cannot be deleted now, for want of room even for that, is deleted at another start.
    if (!options.keepRemoved) await project.purge().catch(console.warn);
    store.makeRoom = () => project.purge();
    if (fellBack) await embedWithFallback(project, onProgress);
    await fillEngine(project, progress);
    if (given) await useGiven(project, given);
    const started = { project: project.whole(), backend: info, notices };
    project.instant.follow();
    return { host: new Host(project, info, options.assets), started };
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
  const { engine, store, backbones, views } = project;
  const { signal } = new AbortController();
  return reembed(project, engine, { signal, progress }, null, (changes) => store.write([...changes, ...views.deletions(), ...backbones.changes(backbones.inUse)]));
}
