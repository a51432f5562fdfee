/** Pictures and projects that other programs hand to an installed page: shared, or opened with it. */
import { deliver } from "../files/deliver.js";
import { chosenFiles } from "../files/found.js";

/** @import { Take } from "../files/deliver.js" */

/** The service worker calls it so, too. */
const SHARED = "pupil-shared";

/** Only Chromium has it. @typedef {{ setConsumer(take: (launch: { files: FileSystemFileHandle[] }) => void): void }} LaunchQueue */

/** @param {Take} take */
export async function takeHandedOver(take) {
  const { launchQueue } = /** @type {{ launchQueue?: LaunchQueue }} */ (/** @type {unknown} */ (window));
  launchQueue?.setConsumer(async ({ files }) => hand(await Promise.all(files.map((file) => file.getFile())), take));
  await hand(await sharedFiles(), take);
}

/** @param {File[]} files @param {Take} take */
async function hand(files, take) {
  if (files.length > 0) await deliver(await chosenFiles(files), take);
}

/** What was shared and not taken yet. */
async function sharedFiles() {
  if (!new URLSearchParams(location.search).has("shared")) return [];
  history.replaceState(null, "", location.pathname); // a reload brings nothing again
  const cache = await caches.open(SHARED);
  const files = await Promise.all((await cache.keys()).map(async (key) => fileOf(/** @type {Response} */ (await cache.match(key)))));
  await caches.delete(SHARED);
  return files;
}

/** @param {Response} response */
async function fileOf(response) {
  const name = decodeURIComponent(response.headers.get("X-Name") ?? "");
  return new File([await response.blob()], name, { type: response.headers.get("Content-Type") ?? "" });
}
