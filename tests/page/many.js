/** Makes a project of thousands of pictures in seconds: written straight into the page's database. */

/**
 * @typedef {object} Wish
 * @property {number} pictures all of them together
 * @property {number} classes "kind 1", "kind 2", …; each has as many as the others
 * @property {number} features numbers in an embedding: 1280 for the network that Pupil begins with
 * @property {number} [bytes] more of each file, behind the picture's end
 * @property {string} [store] the database's name; by default, the page's
 */

/** Of so many pictures, the last is nearly the same as the one before it. */
export const PER_NEAR_COPY = 50;

/**
 * Pictures of a class are alike (a cosine of 0.91), those of two classes less (0.86). A page that is open does not see it before it is loaded anew.
 * @param {import("playwright-core").Page} page one whose origin has the package's files
 * @param {Wish} wish
 */
export async function makeMany(page, wish) {
  await page.evaluate(make, { store: "pupil", bytes: 0, perNearCopy: PER_NEAR_COPY, ...wish });
}

/** Runs in the page. @param {Required<Wish> & { perNearCopy: number }} wish */
async function make({ store: name, pictures, classes, features, bytes, perNearCopy }) {
  const { DatabaseStore } = await import(/** @type {any} */ ("/pkg/lib/worker/store/database.js"));
  const store = await DatabaseStore.open(name, () => {});
  let state = 1;
  /** Xorshift (Marsaglia 2003), 0–1. */
  const random = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  const numbers = (/** @type {(index: number) => number} */ at) => Float32Array.from({ length: features }, (_, index) => at(index));
  const jpeg = async (/** @type {number} */ side, /** @type {number} */ hue) => {
    const canvas = new OffscreenCanvas(side, side);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.fillStyle = `hsl(${hue} 60% 50%)`;
    context.fillRect(0, 0, side, side);
    context.fillStyle = "white";
    context.fillRect(side / 4, side / 4, side / 2, side / 3);
    return new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg" })).arrayBuffer());
  };
  const kinds = [];
  for (let id = 0; id < classes; id++) {
    const hue = (360 * id) / classes;
    kinds.push({ centre: numbers(random), original: await jpeg(256, hue), thumbnail: await jpeg(112, hue) });
    await store.write([{ table: "classes", key: id, value: { id, name: `kind ${id + 1}`, enabled: true, removed: false, call: `made ${id}` } }]);
  }
  const more = crypto.getRandomValues(new Uint8Array(Math.min(bytes, 65_536)));
  let before = new Float32Array();
  let changes = [];
  for (let id = 0; id < pictures; id++) {
    const classId = Math.floor((id * classes) / pictures);
    const { centre, original, thumbnail } = /** @type {typeof kinds[number]} */ (kinds[classId]);
    const isNearCopy = id % perNearCopy === perNearCopy - 1;
    const embedding = numbers(isNearCopy ? (index) => /** @type {number} */ (before[index]) + 0.05 * random() : (index) => /** @type {number} */ (centre[index]) * 0.8 + random());
    before = embedding;
    // Bytes after a JPEG's end make it another file, and change nothing else.
    const ending = new Blob([Uint32Array.of(id), more]);
    const hash = id.toString(16).padStart(64, "0");
    changes.push(
      { table: "pictures", key: id, value: { id, classId, source: `file:${hash}`, name: `picture-${id}.jpg`, enabled: true, aside: false, removed: false, hash, call: "made" } },
      { table: "embeddings", key: id, value: embedding },
      { table: "blobs", key: id, value: { original: new Blob([original, ending], { type: "image/jpeg" }), thumbnail: new Blob([thumbnail], { type: "image/jpeg" }) } },
    );
    if (changes.length < 1500 && id < pictures - 1) continue;
    await store.write(changes);
    changes = [];
  }
}
