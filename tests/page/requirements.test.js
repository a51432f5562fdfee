/** A browser that is too old, or lacks what the page needs, is told so in words, and nothing else happens. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { launch, open, serve } from "./browser.js";

/** What is taken away, and how the page calls it. @type {[name: string, take: () => void][]} */
const LACKING = [
  ["WebAssembly, WebAssembly SIMD", () => void Reflect.deleteProperty(globalThis, "WebAssembly")],
  ["WebAssembly SIMD", () => void (WebAssembly.validate = () => false)],
  ["Promise.withResolvers", () => void Reflect.deleteProperty(Promise, "withResolvers")],
  ["light-dark() in CSS", () => {
    const { supports } = CSS;
    CSS.supports = (/** @type {string[]} */ ...question) => !question.join().includes("light-dark") && supports.apply(CSS, /** @type {any} */ (question));
  }],
  ["OffscreenCanvas", () => void Reflect.deleteProperty(globalThis, "OffscreenCanvas")],
  ["Web Locks", () => void Reflect.deleteProperty(Navigator.prototype, "locks")],
];

for (const [name, take] of LACKING) {
  test(`without ${name}, the page says what can run it`, async (t) => {
    const { page } = await open(t);
    await page.addInitScript(take);
    await page.reload();
    const alert = page.getByRole("alert", { name: "This browser cannot run Pupil" });
    await alert.getByText(`Missing here: ${name}.`).waitFor();
    await alert.getByText("Chrome or Edge from version 123 on, Firefox from 132, Safari from 17.5.").waitFor();
    assert.ok(await page.locator("#start progress").isHidden());
    await page.waitForLoadState("networkidle");
    assert.ok(await alert.getByText(`Missing here: ${name}.`).isVisible(), "nothing is begun");
  });
}

test("an insecure page is not called an old browser", async (t) => {
  const server = await serve();
  t.after(() => server.close());
  const browser = await launch(t, ["--host-resolver-rules=MAP pupil.test 127.0.0.1"]);
  const page = await browser.newPage();
  await page.goto(server.origin.replace("localhost", "pupil.test"));
  await page.getByRole("alert", { name: "Pupil could not start" }).getByText("Pupil needs a secure page. Open it over https, or from localhost.").waitFor();
});

test("the script that looks is one that every browser understands", () => {
  const script = readFileSync("www/js/requirements.js", "utf8").replace(/\/\*[^]*?\*\/|\/\/.*/g, "");
  assert.doesNotMatch(script, /=>|`|\?\.|\?\?|\.\.\.[\w[]|\b(const|let|class|import|export|async|await|of)\b/);
});
