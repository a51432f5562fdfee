/** Live classification of a video that shows a canvas, against the fake engine. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "./browser.js";

const browser = new Browser();
let page;
before(async () => {
  await browser.open();
  page = await browser.page();
  await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d");
    globalThis.colour = "red";
    setInterval(() => {
      context.fillStyle = colour;
      context.fillRect(0, 0, canvas.width, canvas.height);
      // A stream has a new frame only where something changed.
      context.fillStyle = `hsl(${performance.now() % 360} 50% 50%)`;
      context.fillRect(0, 0, 2, 2);
    }, 20);
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = canvas.captureStream(30);
    document.body.append(canvas, video);
    await video.play();
    globalThis.video = video;
    globalThis.pupil = await twoClasses();
    await pupil.train();
    globalThis.until = (test) => new Promise((resolve) => {
      const timer = setInterval(() => test() && resolve(clearInterval(timer)), 10);
    });
  });
});
after(() => browser.close());

test("classifies the newest frame, one at a time, until it is stopped", async () => {
  browser.server.faults.set("classify", Array(5).fill("slow"));
  const found = await page.evaluate(async () => {
    const seen = [];
    const classify = pupil.classify.bind(pupil);
    let max = 0;
    let now = 0;
    pupil.classify = (picture) => {
      max = Math.max(max, ++now);
      return classify(picture).finally(() => now--);
    };
    const stop = classifyLive(pupil, video, (prediction) => seen.push(prediction));
    await until(() => seen.length >= 6);
    colour = "blue";
    await until(() => seen.at(-1).scores[1].score > 0.9);
    await until(() => now === 1);
    stop();
    const count = seen.length;
    await new Promise((resolve) => setTimeout(resolve, 200));
    return { max, first: seen[0], after: seen.length - count };
  });
  assert.equal(found.max, 1);
  assert.equal(found.first.scores[0].label, "red");
  assert.ok(found.first.scores[0].score > 0.9);
  assert.ok(found.first.fps > 0 && found.first.fps < 10.1, String(found.first.fps));
  assert.equal(found.after, 0);
});

test("skips frames that cannot be read", async () => {
  const kind = await page.evaluate(async () => {
    const original = globalThis.createImageBitmap;
    let refused = 0;
    globalThis.createImageBitmap = (source) => {
      if (refused++ < 2) return Promise.reject(new DOMException("The image source is not usable", "InvalidStateError"));
      return original(source);
    };
    return new Promise((resolve) => {
      const stop = classifyLive(pupil, video, ({ kind }) => {
        stop();
        globalThis.createImageBitmap = original;
        resolve(kind);
      });
    });
  });
  assert.equal(kind, "trained");
});

test("explains once there is a model, and goes on when it is gone", async () => {
  const found = await page.evaluate(async () => {
    const other = await create();
    const seen = [];
    const stop = classifyLive(other, video, (prediction) => seen.push("attention" in prediction ? "explained" : prediction.kind), { explain: () => true });
    await until(() => seen.includes("imagenet"));
    const before = seen.includes("explained");
    for (const colour of ["red", "blue"]) await other.pictures.add((await other.classes.add(colour)).id, [await drawn(colour)]);
    await until(() => seen.at(-1) === "explained");
    await other.clear();
    const cleared = seen.length;
    await until(() => seen.slice(cleared).includes("imagenet"));
    stop();
    await other.close();
    return { before, after: seen.at(-1) };
  });
  assert.deepEqual(found, { before: false, after: "imagenet" });
});

test("goes on after the engine died, and ends with Pupil", async () => {
  browser.server.faults.set("classify", ["", "asyncTrap"]);
  const found = await page.evaluate(async () => {
    let count = 0;
    classifyLive(pupil, video, () => count++);
    await until(() => count >= 3);
    await pupil.close();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const last = count;
    await new Promise((resolve) => setTimeout(resolve, 200));
    return { notices: pupil.eventsOf("notice").map(({ code }) => code), more: count - last };
  });
  assert.deepEqual(found, { notices: ["engine_restarted"], more: 0 });
});
