/** Writes a project as files: its pictures in folders by class, what is set aside apart, and beside them what they do not say. */
import { PupilError } from "../../shared/errors.js";
import { FileNames, typeOf, withExtension } from "../../shared/file-names.js";
import { DESCRIPTION, FORMAT } from "../../shared/project-file.js";
import { VERSION } from "../../shared/version.js";
import { lostNotices, unlessLost } from "../store/lost.js";
import { program, weightsInUse } from "./continue.js";
import { embeddingsFile, FORMAT_VERSION, modelFile, PER_FILE, WEIGHTS } from "./format.js";

/** @import { DescribedPicture, Description } from "./description.d.ts" */
/** @import { Project } from "../engine/project.js" */
/** @import { Lost } from "../store/lost.js" */
/** @import { CallContext } from "../../shared/methods.d.ts" */
/** @import { PictureRecord } from "../../shared/store.d.ts" */

const README = `A project of Pupil: open this zip file there to go on with it.

train/  the pictures that are learnt from, a folder for each class
test/   the pictures that are set aside for testing
pupil.json, pupil/  all else: sources, settings, models, and what the network saw in each picture
`;

/** The same with the program that goes on. */
const README_WITH_PROGRAM = `${README}
continue.py  goes on in PyTorch, for more pictures and larger machines than a browser's tab: on the same split, by the same recipe.
             Unpack this zip, and there:
  pip install torch timm pillow numpy
  python continue.py
  torchrun --nproc_per_node=2 continue.py    the same by two processes, each with a GPU or a part of the CPU
It says how many pictures are right, held out and in the test set, and writes continued/model.safetensors and continued/labels.txt.
The load.py in Pupil's export for PyTorch classifies with that file. python continue.py --help says what can be chosen.
`;

/**
 * The files one by one, each read when it is asked for. What can be used without the pictures comes first, so that it is in a file that is cut off.
 * @param {Project} project
 * @param {Pick<CallContext, "signal" | "progress">} context
 * @returns {AsyncGenerator<{ name: string, data: Blob }>}
 */
export async function* projectFiles(project, { signal, progress }) {
  const description = await describe(project);
  const { pictures, models, backbone } = description;
  const check = () => {
    if (signal.aborted) throw new PupilError("aborted", "Saving was stopped. No file was written.");
  };
  check();
  yield { name: DESCRIPTION, data: new Blob([JSON.stringify(description, null, 1)]) };
  const continuing = await program();
  yield { name: "README.txt", data: new Blob([continuing ? README_WITH_PROGRAM : README]) };
  if (continuing) yield { name: "continue.py", data: continuing };
  /** @type {Lost} */
  const lost = { pictures: [], models: [] };
  for (const { id } of models) {
    const file = await unlessLost(project.models.file(id));
    if (file) yield { name: modelFile(id), data: new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (file)]) };
    else lost.models.push(id);
  }
  if (backbone.weights) yield { name: WEIGHTS, data: new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (await project.backbones.weights(backbone.id, () => {}))]) };
  for (let start = 0; start < pictures.length; start += PER_FILE) {
    check();
    const part = pictures.slice(start, start + PER_FILE).map(({ id }) => project.store.get("embeddings", id));
    yield { name: embeddingsFile(start / PER_FILE), data: new Blob((await Promise.all(part)).map((embedding) => /** @type {Float32Array<ArrayBuffer>} */ (embedding))) };
  }
  for (const [done, { id, name, file }] of pictures.entries()) {
    check();
    progress({ stage: "pictures", done, total: pictures.length });
    const data = await project.files.kept(id);
    if (data) yield { name: file, data };
    else lost.pictures.push(name);
  }
  progress({ stage: "pictures", done: pictures.length, total: pictures.length });
  // Pupil itself does without them: they come last, so that they are the first to be cut off.
  const weights = continuing && !backbone.weights && (await weightsInUse(project.backbones, signal));
  if (weights) yield { name: WEIGHTS, data: weights };
  for (const notice of lostNotices(lost, "in the file")) project.emit("notice", notice);
}

/** @param {Project} project @returns {Promise<Description>} */
async function describe(project) {
  const { records, models, backbones, projects, queue } = project;
  const { settings, backbone: key, architecture } = await queue.run(() => project.engine.project());
  const classes = records.countedClasses().map(({ id, name, enabled }) => ({ id, name, enabled }));
  const pictures = [...records.pictures.values()].filter((record) => records.isPresent(record));
  const described = await withFiles(project, classes, pictures);
  const [first] = pictures;
  return {
    format: FORMAT,
    version: FORMAT_VERSION,
    pupil: VERSION,
    name: projects.open.name,
    savedAt: new Date().toISOString(),
    backbone: { key, architecture, id: backbones.inUse, weights: backbones.loadedInUse },
    features: first ? /** @type {Float32Array} */ (await project.store.get("embeddings", first.id)).length : 0,
    settings,
    instantViews: project.views.areUsed,
    classes,
    pictures: described,
    models: models.described(),
    modelInUse: models.idInUse,
  };
}

/** @param {Project} project @param {{ id: number, name: string }[]} classes @param {PictureRecord[]} pictures @returns {Promise<DescribedPicture[]>} */
async function withFiles(project, classes, pictures) {
  const folders = new FileNames();
  const places = new Map(classes.map(({ id, name }) => [id, { folder: folders.take(name), training: new FileNames(), testing: new FileNames() }]));
  const described = [];
  for (const { id, classId, name, source, enabled, aside = false, hash } of pictures) {
    const { folder, training, testing } = /** @type {NonNullable<ReturnType<typeof places.get>>} */ (places.get(classId));
    // The frames of a recording have a name without an extension.
    const wanted = typeOf(name) ? name : withExtension(name, (await project.files.kept(id))?.type ?? "");
    const file = aside ? `test/${folder}/${testing.take(wanted)}` : `train/${folder}/${training.take(wanted)}`;
    described.push({ id, classId, name, source, enabled, aside, hash, file });
  }
  return described;
}
