/**
 * Runs exports in ml5, in a sketch on a page of their own in Chromium, and compares with what Pupil answered. No other host is asked.
 * Run: CHROMIUM=… node ml5.js <folder that `PUPIL_EXPORTS=<folder> cargo test --test exports` has filled>
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

/** A probability may be off by so much. */
const TOLERANCE = 1e-3;

/** What ml5 makes of every picture, in pixels. */
const SIDE = 224;

const ML5 = fileURLToPath(new URL("node_modules/ml5/dist/ml5.min.js", import.meta.url));

/** A sketch as ml5's reference has it. */
const SKETCH = `<!doctype html><meta charset="utf-8"><script src="/ml5.min.js"></script>
<script>
  async function classify(model, picture) {
    const image = new Image();
    image.src = picture;
    await image.decode();
    const classifier = await new Promise((resolve) => {
      const loading = ml5.imageClassifier(model, () => resolve(loading));
    });
    return new Promise((resolve, reject) => classifier.classify(image, 10, (results, error) => (error ? reject(error) : resolve(results))));
  }
</script>`;

const [, , root] = process.argv;
const server = createServer(({ url }, response) => {
  const path = decodeURIComponent(new URL(url, "http://localhost").pathname);
  if (path === "/") return response.writeHead(200, { "content-type": "text/html" }).end(SKETCH);
  const file = path === "/ml5.min.js" ? ML5 : join(root, path);
  if (!existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200).end(readFileSync(file));
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const origin = `http://127.0.0.1:${server.address().port}`;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await browser.newPage();
const elsewhere = [];
await page.route((url) => url.origin !== origin, (route) => {
  elsewhere.push(route.request().url());
  return route.abort();
});
await page.goto(origin);

/** The labels of ml5's answer in their order of probability, and the largest difference. @param {string} name */
async function answer(name) {
  const check = JSON.parse(readFileSync(join(root, name, "tfjs/check.json"), "utf8"));
  const folder = `${origin}/${name}/tfjs`;
  const results = await page.evaluate(([model, picture]) => globalThis.classify(model, picture), [`${folder}/model.json`, `${folder}/check.png`]);
  const found = new Map(results.map(({ label, confidence }) => [label, confidence]));
  if (results.length !== check.labels.length || !check.labels.every((label) => found.has(label))) return { labels: [...found.keys()], worst: Infinity };
  return { labels: [...found.keys()], worst: Math.max(...check.labels.map((label, index) => Math.abs(found.get(label) - check.probabilities[index]))) };
}

let compared = 0;
for (const name of readdirSync(root).sort()) {
  const metadata = join(root, name, "tfjs/metadata.json");
  if (!existsSync(metadata)) continue;
  const { imageSize } = JSON.parse(readFileSync(metadata, "utf8"));
  if (imageSize !== SIDE) {
    console.log(`${name}: not for ml5, its pictures are of ${imageSize} pixels`);
    continue;
  }
  const { labels, worst } = await answer(name);
  console.log(`${name}: ${labels.join(", ")}: ${worst.toExponential(2)}`);
  if (!(worst <= TOLERANCE)) process.exitCode = 1;
  compared++;
}
if (compared === 0) throw new Error(`there is no export for TensorFlow.js in ${root}`);
if (elsewhere.length > 0) throw new Error(`ml5 asked other hosts: ${elsewhere.join(", ")}`);
await browser.close();
server.close();
