/** The fake engine is like the real one, and both are as engine.d.ts says: the same methods, and answers with the same keys. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

const skip = existsSync(new URL("../../pkg/dist/pupil.js", import.meta.url)) ? false : "pkg/dist is not built: cargo xtask pkg";

let page;
onOwnPages((fresh) => (page = fresh));

/** What the script of contract-worker.js finds. @param {string} assets */
async function answers(assets) {
  const answered = await page.evaluate((assets) => new Promise((resolve) => {
    const worker = new Worker("/tests/npm/contract-worker.js", { type: "module" });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => resolve({ error: message });
    worker.postMessage(new URL(assets, location.href).href);
  }), assets);
  assert.equal(answered.error, undefined);
  return answered;
}

/** Where the keys of two answers differ. Null and empty lists are like anything: what is there hangs on the numbers. */
function differences(fake, real, path) {
  if (fake === null || real === null) return [];
  if (Array.isArray(fake) && Array.isArray(real)) return fake.length && real.length ? differences(fake[0], real[0], `${path}[0]`) : [];
  if (typeof fake !== typeof real) return [`${path}: ${typeof fake} in the fake engine, ${typeof real} in the real one`];
  if (typeof fake !== "object") return [];
  const keys = [...new Set([...Object.keys(fake), ...Object.keys(real)])];
  return keys.flatMap((key) => {
    if (!(key in fake)) return [`${path}.${key} is missing in the fake engine`];
    if (!(key in real)) return [`${path}.${key} is missing in the real engine`];
    return differences(fake[key], real[key], `${path}.${key}`);
  });
}

/** Names of the methods that the types promise. */
function promised() {
  const types = readFileSync(new URL("../../pkg/lib/worker/engine/engine.d.ts", import.meta.url), "utf8");
  const [, body] = types.match(/export interface Engine extends Handle \{(.*?)\n\}/s);
  return ["free", ...[...body.matchAll(/^  (\w+)\(/gm)].map(([, name]) => name)].sort();
}

test("the fake engine has the methods that the types promise, and the script calls each", async () => {
  const { methods, found } = await answers("/tests/npm/fake-engine/");
  assert.deepEqual(methods.sort(), promised());
  const script = readFileSync(new URL("contract-worker.js", import.meta.url), "utf8");
  assert.deepEqual(promised().filter((name) => !script.includes(`.${name}(`)), []);
  assert.deepEqual([found.addClass, found.renameClass, found.restored.addClass], [{ id: 9, name: "nine" }, "ninth", { id: 10, name: "next" }]);
});

test("the fake engine answers as the real one", { skip }, async () => {
  const [fake, real] = [await answers("/tests/npm/fake-engine/"), await answers("/pkg/dist/")];
  assert.deepEqual(real.methods.sort(), promised());
  assert.deepEqual(differences(details(fake.found), details(real.found), ""), []);
  for (const name of ["addClass", "renameClass", "restored"]) assert.deepEqual(real.found[name].id, fake.found[name].id, name);
  for (const [name, { code }] of Object.entries(fake.found.errors)) assert.equal(real.found.errors[name].code, code, name);
});

/** Sizes of typed arrays and the values in messages are each engine's own. */
function details(found) {
  return JSON.parse(JSON.stringify(found, (key, value) => (key === "details" ? {} : value)));
}
