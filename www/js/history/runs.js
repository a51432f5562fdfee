/** Edits of the stored runs that can be undone. */

/** @import { EditHistory } from "./history.js" */

/** Puts a model to use; undoing goes back to the one before, if that is stored. @param {EditHistory} history @param {number} id @param {string} name */
export async function useModel(history, id, name) {
  const undo = back(history);
  const use = () => history.pupil.models.use(id);
  if (!undo) return use();
  await history.perform({ label: `${name} put to use`, do: use, undo });
}

/** Puts the instant model to use; undoing goes back to the one before. @param {EditHistory} history */
export async function useInstant(history) {
  const undo = back(history);
  const use = () => history.pupil.instant.use();
  if (!undo) return use();
  await history.perform({ label: "Instant put to use", do: use, undo });
}

/** What puts the model that is in use now to use again; null if it is not stored. @param {EditHistory} history */
function back({ pupil }) {
  const { models, instant } = pupil.project;
  const before = models.find(({ inUse }) => inUse)?.id;
  if (before !== undefined) return () => pupil.models.use(before);
  return instant?.inUse ? () => pupil.instant.use() : null;
}

/** @param {EditHistory} history @param {number} id @param {string} name */
export function removeModel(history, id, name) {
  const { models } = history.pupil;
  return history.performAloud({ label: `${name} deleted`, do: () => models.remove(id), undo: () => models.restore(id) });
}
