/** Which network a new project from a file has, and what of the file's embeddings fits it. */
import { sha256 } from "../../shared/files.js";
import { weightsChanges } from "../store/weights.js";
import { PER_FILE } from "./format.js";

/** @import { Archive } from "./read.js" */
/** @import { Project } from "../engine/project.js" */
/** @import { Change } from "../../shared/store.d.ts" */

/**
 * The file's network where it is here, or in the file; else the one in use, which looks at each picture anew.
 * @param {Archive} archive
 * @param {Project} project the open one
 * @returns {Promise<{ id: string, changes: Change[], embeddingOf: (place: number) => Promise<Float32Array | undefined> }>} what stores its
 *   weights; and the embedding of a picture by its place in the list, undefined where the engine in use is to look at it
 */
export async function networkOf(archive, project) {
  const { backbones, engine, module, queue } = project;
  const { id, key, architecture } = archive.description.backbone;
  const changes = backbones.has(id) ? [] : await weightsOf(archive);
  const fits = archive.description.features === featuresOf(module, architecture);
  const inUse = await queue.run(() => engine.project().backbone);
  // Only the network in use can look at what has no embedding.
  if (!changes || !fits || !(key === inUse || (await areWhole(archive)))) return { id: backbones.inUse, changes: [], embeddingOf: async () => undefined };
  return { id, changes, embeddingOf: reader(archive) };
}

/** What stores the weights that the file brings; null if it brings none, or they are damaged. @param {Archive} archive @returns {Promise<Change[] | null>} */
async function weightsOf(archive) {
  const { weights } = archive.description.backbone;
  const bytes = weights && (await archive.weights());
  if (!weights || !bytes || (await sha256(bytes)) !== weights.id) return null;
  return [{ table: "backbones", key: weights.id, value: weights }, ...weightsChanges(weights.id, new Blob([bytes]))];
}

/** Numbers in an embedding of a network. @param {Project["module"]} module @param {string} wanted its architecture */
function featuresOf({ Engine }, wanted) {
  return Engine.catalogue().find(({ architecture }) => architecture === wanted)?.features;
}

/** @param {Archive} archive */
async function areWhole(archive) {
  const files = Math.ceil(archive.description.pictures.length / PER_FILE);
  for (let index = 0; index < files; index++) if (!(await archive.embeddings(index))) return false;
  return true;
}

/** Reads each file of embeddings once. @param {Archive} archive */
function reader(archive) {
  let index = -1;
  let part = /** @type {Float32Array[] | null} */ (null);
  return async (/** @type {number} */ place) => {
    const wanted = Math.floor(place / PER_FILE);
    if (wanted !== index) [index, part] = [wanted, await archive.embeddings(wanted)];
    return part?.[place % PER_FILE];
  };
}
