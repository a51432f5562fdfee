/** The example of the package's README runs as it stands. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Browser } from "./browser.js";

const [, EXAMPLE] = readFileSync(new URL("../../pkg/README.md", import.meta.url), "utf8").match(/```js\n(.*?)```/s);
const BUILT = existsSync(new URL("../../pkg/dist/pupil.js", import.meta.url));

const browser = new Browser();
before(() => browser.open());
after(() => browser.close());

/** The same discs in every run: the fake engine takes some small ones for each other. */
function drawAlike() {
  let state = 1;
  Math.random = () => (state = (state * 16807) % 2147483647) / 2147483647; // Park & Miller 1988
}

/** Runs the example, and returns what it logged. @param {string} folder served as the package's dist */
async function run(folder) {
  browser.server.folders.set("/pkg/dist/", folder);
  const imports = JSON.stringify({ imports: { pupil: "/pkg/lib/index.js" } });
  browser.server.pages.set("/example.js", `${EXAMPLE}\nconsole.log("end");`);
  browser.server.pages.set("/example.html", `<!doctype html><link rel="icon" href="data:,"><script type="importmap">${imports}</script><script type="module" src="/example.js"></script>`);
  const page = await browser.context.newPage();
  await page.addInitScript(drawAlike);
  const written = [];
  page.on("console", (message) => written.push(message.text()));
  const failed = page.waitForEvent("pageerror").then((error) => Promise.reject(error));
  const ended = page.waitForEvent("console", { predicate: (message) => message.text() === "end" });
  await page.goto(`${browser.server.origin}/example.html`);
  await Promise.race([ended, failed]);
  failed.catch(() => {});
  await page.close();
  return written;
}

/** @param {string[]} written */
function check(written) {
  assert.deepEqual(written.slice(0, 2), ["tomato: 12 added, 0 failed", "royalblue: 12 added, 0 failed"]);
  const [, sure] = written[2].match(/^This is tomato, (\d+) % sure, in \d+ ms\.$/) ?? assert.fail(written[2]);
  assert.ok(Number(sure) > 60, written[2]);
  const [, right] = written[3].match(/^(\d+) % right on 24 pictures \(outOfFold\)\.$/) ?? assert.fail(written[3]);
  assert.ok(Number(right) > 70, written[3]);
  assert.match(written[4], /^epoch 1: loss \d\.\d{3}$/);
  assert.match(written.at(-2), /^The trained model (is in use|is worse|was not compared)/);
}

test("the README's example runs on the fake engine", async () => check(await run("/tests/npm/fake-engine/")));

test("the README's example runs on the real engine", { skip: BUILT ? false : "pkg/dist is not built: cargo xtask pkg" }, async () => {
  check(await run("/pkg/dist/"));
});
