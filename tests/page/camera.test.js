/** The main job from the camera: hold to record, train, and watch the live view get it right. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { begins, makeFilm } from "./film.js";
import { addClass, card, pictureCount, readingEnds, train } from "./person.js";
import { THINGS } from "./pictures.js";

/** How long the film shows one thing. */
const SHOWN_MS = 4000;

/** Well within the seconds that the film shows one thing. */
const BURST_MS = 1500;

/** @param {import("playwright-core").Page} page @param {import("./pictures.js").Thing} thing @param {number} [delay] milliseconds after it begins */
async function record(page, thing, delay = 0) {
  const button = card(page, thing).getByRole("button", { name: "Hold to record" });
  await button.hover();
  await begins(page, ".viewfinder video", thing);
  await page.waitForTimeout(delay);
  await page.mouse.down();
  await page.waitForTimeout(BURST_MS);
  await page.mouse.up();
  await readingEnds(page);
}

test("three classes from the camera", async (t) => {
  const camera = await makeFilm(t);
  const { page, errors } = await open(t, { camera });
  await started(page);
  for (const thing of THINGS) {
    await addClass(page, thing);
    await card(page, thing).getByRole("button", { name: "Camera" }).click();
    await record(page, thing);
    const taken = await pictureCount(page, thing);
    assert.ok(taken >= 4, `only ${taken} pictures of ${thing} in ${BURST_MS} ms`);
    await card(page, thing).getByText("Record once more, from another angle").waitFor();
  }
  await record(page, "stripes", BURST_MS + 500); // the film repeats itself: other frames than before
  await card(page, "stripes").getByText("from 2 recordings").waitFor();
  await card(page, "stripes").getByText("Record once more").waitFor({ state: "hidden" });
  await card(page, "stripes").getByRole("button", { name: "Camera" }).click();

  await train(page);
  await page.getByText("Nothing of ball and box could be held out").waitFor();
  await watchesRight(page);
  await page.reload();
  await started(page);
  await watchesRight(page);
  assert.deepEqual(errors, []);
});

/** The live view names each thing while it is shown. @param {import("playwright-core").Page} page */
async function watchesRight(page) {
  const camera = page.locator("#preview").getByRole("button", { name: "Camera" });
  if ((await camera.getAttribute("aria-pressed")) === "false") await camera.click();
  for (const thing of THINGS) {
    await begins(page, "#preview video", thing);
    await page.locator("#preview .verdict-label").getByText(new RegExp(`^${thing} `)).waitFor({ timeout: SHOWN_MS });
  }
  assert.match(await page.locator('#preview [data-part="speed"]').innerText(), /ms · \d+ fps$/);
  await page.getByText("Live", { exact: true }).waitFor();
}

test("only the view is mirrored, not the pictures", async (t) => {
  const { page } = await open(t, { camera: await makeFilm(t, ["left"]) });
  await started(page);
  await addClass(page, "left");
  await card(page, "left").getByRole("button", { name: "Camera" }).click();
  const video = page.locator(".viewfinder video");
  await page.getByRole("checkbox", { name: "Mirror the view" }).first().waitFor();
  assert.match(await video.evaluate((element) => getComputedStyle(element).transform), /^matrix\(-1,/);
  await page.getByRole("button", { name: "Hold to record" }).click();
  await readingEnds(page);
  const { left, right } = await page.locator(".tile img[src]").first().evaluate(blueOfHalves);
  assert.ok(left < 100 && right > 150, `the red half must be on the left (blue: ${left} on the left, ${right} on the right)`);
  await page.getByRole("checkbox", { name: "Mirror the view" }).first().uncheck();
  assert.equal(await video.evaluate((element) => getComputedStyle(element).transform), "none");
});

test("one of several cameras can be picked, and is remembered", async (t) => {
  const { page } = await open(t, { cameras: 2 });
  await started(page);
  await page.locator("#preview").getByRole("button", { name: "Camera" }).click();
  const picker = page.locator("#preview").getByRole("combobox", { name: "Camera" });
  await picker.waitFor();
  const [, second] = await picker.locator("option").allInnerTexts();
  assert.ok(second);
  await picker.selectOption({ label: second });
  await shows(page, second);
  await page.locator("#preview").getByRole("button", { name: "Front or rear" }).waitFor();
  await page.reload();
  await started(page);
  await page.locator("#preview").getByRole("button", { name: "Camera" }).click();
  await shows(page, second);
});

/** Waits until the preview shows this camera. @param {import("playwright-core").Page} page @param {string} label */
function shows(page, label) {
  return page.waitForFunction((wanted) => {
    const video = /** @type {HTMLVideoElement} */ (document.querySelector("#preview video"));
    return video.srcObject instanceof MediaStream && video.srcObject.getVideoTracks()[0]?.label === wanted;
  }, label);
}

test("a camera that was picked and is gone is replaced by another, also where the browser has no OverconstrainedError", async (t) => {
  const { page } = await open(t, { cameras: 1 });
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, "OverconstrainedError");
    localStorage.setItem("pupil-preferences", JSON.stringify({ camera: "gone" }));
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wish) => {
      const exact = /** @type {any} */ (wish?.video)?.deviceId?.exact;
      if (exact === "gone") throw Object.assign(new Error("no such camera"), { name: "OverconstrainedError" });
      return ask(wish);
    };
  });
  await page.reload();
  await started(page);
  await page.locator("#preview").getByRole("button", { name: "Camera" }).click();
  await page.locator("#preview .badge.live").waitFor();
});

test("Space records while a camera is open and nothing else takes the key", async (t) => {
  const { page } = await open(t, { camera: await makeFilm(t, ["left"]) });
  await started(page);
  await page.getByRole("button", { name: "Use the camera" }).click();
  await page.getByRole("button", { name: "Delete Class 2" }).click(); // its recorder would be next
  await card(page, "Class 2").waitFor({ state: "detached" });
  const record = page.getByRole("button", { name: "Hold to record" });
  await page.locator("button.record:enabled").waitFor();
  await page.waitForFunction(() => Number(document.querySelector("video")?.videoWidth) > 0);
  const top = await record.boundingBox();
  await page.keyboard.down("Space");
  await page.locator(".recording").waitFor();
  await page.locator(".tile").first().waitFor();
  assert.deepEqual(await record.boundingBox(), top, "the button stays where it is, and the page is not scrolled");
  assert.ok(await page.locator('[data-part="next-step"]').first().isHidden(), "what comes next is said after the release");
  await page.keyboard.up("Space");
  await page.locator(".recording").waitFor({ state: "hidden" });
  await readingEnds(page);
  assert.deepEqual(await record.boundingBox(), top);

  const name = page.locator(".name").first();
  await name.fill("one");
  await page.keyboard.press("Space");
  assert.equal(await name.inputValue(), "one ", "in a name, Space is a space");
  await page.keyboard.press("Enter");
  assert.ok(await record.evaluate((button) => button === document.activeElement), "Enter goes on to recording");
  await page.locator("button.record").evaluate((button) => button.blur());
  await page.getByRole("button", { name: "Settings" }).click();
  await page.locator("#settings h2").click();
  await page.keyboard.down("Space");
  assert.ok(await page.locator(".recording").isHidden(), "not behind a dialog");
  await page.keyboard.up("Space");
});

test("people with fingers read nothing of keys and drops", async (t) => {
  for (const finger of [false, true]) {
    const { page } = await open(t, { camera: await makeFilm(t, ["left"]), context: { viewport: { width: 360, height: 740 }, hasTouch: finger, isMobile: finger } });
    await started(page);
    await addClass(page, "left");
    assert.equal(await page.getByText("or drop or paste them here").isVisible(), !finger);
    await card(page, "left").getByRole("button", { name: "Camera" }).click();
    assert.equal(await page.getByText("Or hold Space.").isVisible(), !finger);
    await page.getByText("A short press takes one picture.").waitFor();
  }
});

test("a camera that another program uses says so", async (t) => {
  const { page } = await open(t);
  await started(page);
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("in use", "NotReadableError"));
  });
  await page.locator("#preview").getByRole("button", { name: "Camera" }).click();
  await page.locator("#preview").getByText("Another program is using the camera. Close it there").waitFor();
});

test("without a camera, the page says what to do, also where WebKit calls it something else", async (t) => {
  const { page } = await open(t);
  await started(page);
  const button = page.locator("#preview").getByRole("button", { name: "Camera" });
  const words = page.locator("#preview").getByText("No camera was found. Plug one in and try again");
  await button.click();
  await words.waitFor();
  await button.click();
  await words.waitFor({ state: "hidden" });
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(Object.assign(new Error("Invalid constraint"), { name: "OverconstrainedError" }));
  });
  await button.click();
  await words.waitFor();
});

test("a camera that is denied says what to do, and works once it is allowed", async (t) => {
  const { page, context } = await open(t, { camera: await makeFilm(t, ["left"]), denied: true });
  await started(page);
  await page.locator("#preview").getByRole("button", { name: "Camera" }).click();
  await page.locator("#preview").getByText("The camera is blocked for this page. Allow it").waitFor();
  await context.grantPermissions(["camera"]);
  await page.locator("#preview").getByRole("button", { name: "Try again" }).click();
  await page.locator("#preview .verdict-label").waitFor();
});

/** How blue the middles of a picture's left and right half are, 0 to 255: red is not, the light background is. @param {Element} picture */
function blueOfHalves(picture) {
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(4, 1).getContext("2d"));
  context.drawImage(/** @type {HTMLImageElement} */ (picture), 0, 0, 4, 1);
  const { data } = context.getImageData(0, 0, 4, 1);
  return { left: data[2] ?? 0, right: data[14] ?? 0 };
}

test("while the camera is covered nothing is recorded or looked at, and it goes on by itself", async (t) => {
  const { page, errors } = await open(t, { cameras: 1 });
  await page.addInitScript(() => {
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wish) => {
      const stream = await ask(wish);
      const [track] = stream.getVideoTracks();
      Object.assign(window, { cover(/** @type {boolean} */ muted) {
        Object.defineProperty(track, "muted", { value: muted, configurable: true });
        track?.dispatchEvent(new Event(muted ? "mute" : "unmute"));
      } });
      return stream;
    };
  });
  const cover = (/** @type {boolean} */ muted) => page.evaluate((on) => /** @type {any} */ (window).cover(on), muted);
  await page.reload();
  await started(page);
  await addClass(page, "hand");
  await card(page, "hand").getByRole("button", { name: "Camera" }).click();
  const button = card(page, "hand").getByRole("button", { name: "Hold to record" });
  await page.waitForFunction(() => (document.querySelector(".viewfinder video")?.readyState ?? 0) >= 2);
  await button.hover();
  await page.mouse.down();
  await card(page, "hand").locator(".tile").first().waitFor();
  await cover(true);
  await card(page, "hand").getByText("The camera gives no picture").waitFor();
  const shown = () => card(page, "hand").locator('[data-part="frames"]').innerText();
  const before = await shown();
  await page.waitForTimeout(1000);
  assert.equal(await shown(), before);
  await cover(false);
  await card(page, "hand").getByText("The camera gives no picture").waitFor({ state: "hidden" });
  await page.waitForFunction((old) => document.querySelector('[data-part="frames"]')?.textContent !== old, before);
  await page.mouse.up();
  await readingEnds(page);

  await page.locator("#preview").getByRole("button", { name: "Camera" }).click();
  await page.locator("#preview .verdict-label").waitFor();
  await cover(true);
  await page.locator("#preview .stage-empty").getByText("The camera gives no picture").waitFor();
  await page.waitForTimeout(500);
  assert.equal(await page.locator("#preview .verdict-label").isVisible(), false);
  await cover(false);
  await page.locator("#preview .verdict-label").waitFor();
  assert.deepEqual(errors, []);
});
