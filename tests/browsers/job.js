/** The main job, as somebody does it who comes with files; the same in every browser. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { draw } from "../page/pictures.js";
import { Person } from "./person.js";

/** @import { Driver } from "./driver.d.ts" */

const THINGS = /** @type {const} */ (["ball", "box"]);

/** To learn from, and unseen, of each thing. */
const [TAUGHT, UNSEEN] = [8, 3];

/** Drawings of the page's example: 24 of each of three shapes. */
const EXAMPLE = 72;

/**
 * Examples; files, unseen pictures, how good it is, Train, a reload; and at the end nothing is left.
 * @param {Driver} driver
 * @param {string} origin of the page
 */
export async function mainJob(driver, origin) {
  const person = new Person(driver);
  const files = await drawnFiles(driver, origin);
  try {
    await driver.open(`${origin}/?backend=cpu`);
    await person.started();
    await tryExample(person);
    await person.deletesEverything();
    await teach(person, files.taught);
    await isRight(person, files.unseen);
    await evaluate(person);
    await train(person);
    await isRight(person, files.unseen);
    await driver.reload();
    await person.started();
    assert.deepEqual(await person.classes(), THINGS.map((thing) => [thing, `${TAUGHT} pictures`]));
    await isRight(person, files.unseen);
    await person.deletesEverything();
    assert.deepEqual(await person.stored(), [], "what is left in the database");
    assert.deepEqual(await person.errors(), []);
  } finally {
    await rm(files.folder, { recursive: true });
  }
}

/** @param {Person} person */
async function tryExample(person) {
  await person.driver.click('[data-part="begin-example"]');
  await person.learnt(EXAMPLE);
  assert.match(await person.verdict(), /^(circle|triangle|star)$/);
}

/** @param {Person} person @param {Map<string, string[]>} taught */
async function teach(person, taught) {
  for (const [thing, paths] of taught) {
    await person.addsClass(thing);
    await person.addsPictures(taught.size > 1 && thing === THINGS[1] ? 2 : 1, paths);
  }
  assert.deepEqual(await person.classes(), THINGS.map((thing) => [thing, `${TAUGHT} pictures`]));
  await person.learnt(THINGS.length * TAUGHT);
}

/** @param {Person} person */
async function train(person) {
  await person.driver.click("#improve > summary");
  await person.driver.click('#train [data-part="start"]');
  await person.trained();
}

/** @param {Person} person @param {Map<string, string[]>} unseen */
async function isRight(person, unseen) {
  for (const [thing, paths] of unseen) for (const path of paths) assert.equal(await person.looksAt(path), thing);
}

/** @param {Person} person */
async function evaluate(person) {
  await person.sees("#evaluate .measured", `Of ${THINGS.length * TAUGHT} pictures, each answered by a model that had not seen`);
}

/** Pictures that the browser itself draws, as files. @param {Driver} driver @param {string} origin */
async function drawnFiles(driver, origin) {
  await driver.open(`${origin}/icon.svg`);
  const folder = await mkdtemp(join(tmpdir(), "pupil-job-"));
  const files = { folder, taught: new Map(), unseen: new Map() };
  for (const thing of THINGS) {
    const paths = [];
    for (const { name, buffer } of await draw(driver, thing, TAUGHT + UNSEEN)) {
      paths.push(join(folder, name));
      await writeFile(join(folder, name), buffer);
    }
    files.taught.set(thing, paths.slice(0, TAUGHT));
    files.unseen.set(thing, paths.slice(TAUGHT));
  }
  return files;
}
