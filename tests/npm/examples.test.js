/** Every public method has an example in its documentation, whose output is what the example says. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { Browser } from "./browser.js";

const PAGE = new URL("../../pkg/lib/page/", import.meta.url);
const BUILT = existsSync(new URL("../../pkg/dist/pupil.js", import.meta.url));

/** A documented method or function: its comment, and its name. */
const DOCUMENTED = /\/\*\*\n((?:\s+\*.*\n)+?)\s+\*\/\n\s*(?:export (?:async )?function\*? |static )?(?:async )?(\w+)\(/g;

/** @type {{ name: string, example: string | undefined }[]} */
const methods = readdirSync(PAGE).filter((file) => file.endsWith(".js")).flatMap((file) => {
  const text = readFileSync(new URL(file, PAGE), "utf8");
  return [...text.matchAll(DOCUMENTED)].map(([, comment, method]) => {
    const [, example] = comment.split("@example\n");
    return { name: `${file.replace(".js", "")}.${method}`, example: example?.replaceAll(/^\s+\* ?/gm, "") };
  });
}).filter(({ name }) => !name.endsWith(".constructor"));

/** Each line before a `// → value` is checked to have that value. @param {string} example */
const checked = (example) => example.replaceAll(/^(.*);\n\/\/ → (.*)$/gm, "check($1, $2);");

const ENGINES = [["fake", "/tests/npm/fake-engine/", false], ["real", "/pkg/dist/", BUILT ? false : "pkg/dist is not built: cargo xtask pkg"]];
for (const [engine, folder, skip] of ENGINES) {
  describe(`examples on the ${engine} engine`, { skip }, () => {
    const browser = new Browser();
    let page;
    before(async () => {
      await browser.open();
      browser.server.folders.set("/pkg/dist/", folder);
      page = await browser.page();
    });
    after(() => browser.close());

    for (const { name, example } of methods) {
      test(name, async () => {
        assert.ok(example, "there is an example");
        const checks = await page.evaluate(runInPage, checked(example));
        for (const [actual, expected] of checks) assert.deepEqual(actual, expected);
        assert.equal(checks.length, example.match(/^\/\/ →/gm)?.length ?? 0);
      });
    }
  });
}

test("there is an example for each method of the API", () => {
  const declared = [...readFileSync(new URL("../shared/methods.d.ts", PAGE), "utf8").matchAll(/^    (\w+)\(/gm)].map(([, method]) => method);
  // `create`, `load`, `classifyLive` and `classifyMany` are no calls of the worker.
  assert.deepEqual(methods.map(({ name }) => name.split(".")[1]).sort(), ["classifyLive", "classifyMany", "create", "load", ...declared].sort());
});

/** Runs an example with two classes of three pictures each. @param {string} code */
async function runInPage(code) {
  const several = (colour, name) => Promise.all([0, 1, 2].map((index) => drawn(colour, `${name}-${index}.png`)));
  const made = await Pupil.create({ backend: "cpu" });
  for (const [name, colour] of [["cat", "red"], ["dog", "blue"]]) {
    const { id } = await made.classes.add(name);
    await made.pictures.add(id, await several(colour, name));
  }
  const weights = new File([await (await fetch("/pkg/dist/efficientnet_lite2.safetensors")).blob()], "weights.safetensors");
  const given = { pupil: made, file: await drawn("red", "cat.png"), video: document.createElement("video"), weights };
  const checks = [];
  const check = (actual, expected) => checks.push([structuredClone(actual), expected]);
  const AsyncFunction = (async () => {}).constructor;
  await new AsyncFunction("check", ...Object.keys(given), `{ ${code} }`)(check, ...Object.values(given));
  await made.close().catch(() => {});
  return checks;
}
