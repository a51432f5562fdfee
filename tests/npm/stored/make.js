/**
 * Makes project.json: the records of a project as the code of commit bce5fb1 stores them, before the package had groups. From a
 * checkout of that commit, with its node_modules: `node make.js CHECKOUT > project.json`.
 */
import { join, resolve } from "node:path";

const { Browser } = await import(join(resolve(process.argv[2]), "tests/npm/browser.js"));
const browser = new Browser();
await browser.open();
const page = await browser.page();
const stored = await page.evaluate(async () => {
  const pupil = await taught({ store: "old" });
  await pupil.setSettings({ epochs: 3 });
  await pupil.train();
  await pupil.addPictures(0, await several(2, "red"), { aside: true });
  await pupil.addPictures(1, (await several(2, "blue")).map((file) => file.slice()), { source: "recording 1" });
  await pupil.setSettings({ epochs: 7 });
  await pupil.train();
  await pupil.setPicturesEnabled([1], false);
  await pupil.removePictures([2]);
  const { id } = await pupil.addClass("removed");
  await pupil.removeClass(id);
  await pupil.close();
  const database = await new Promise((done) => (indexedDB.open("old").onsuccess = ({ target }) => done(target.result)));
  const done = (request) => new Promise((settle) => (request.onsuccess = () => settle(request.result)));
  const base64 = async (blob) => (await new Promise((settle) => {
    const reader = new FileReader();
    reader.onload = () => settle(reader.result);
    reader.readAsDataURL(blob);
  })).split(",")[1];
  /** What JSON has no word for, as an object with its type. */
  const plain = async (value) => {
    if (value instanceof Blob) return { $type: "Blob", type: value.type, data: await base64(value) };
    if (ArrayBuffer.isView(value)) return { $type: value.constructor.name, data: await base64(new Blob([value])) };
    if (Array.isArray(value)) return Promise.all(value.map(plain));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([key, part]) => [key, await plain(part)])));
  };
  const tables = {};
  for (const table of database.objectStoreNames) {
    const store = () => database.transaction(table).objectStore(table);
    const [keys, values] = [await done(store().getAllKeys()), await done(store().getAll())];
    tables[table] = await Promise.all(keys.map(async (key, index) => [key, await plain(values[index])]));
  }
  return { version: database.version, tables };
});
await browser.close();
console.log(JSON.stringify(stored));
