/** Serves the built page with its strict policy and opens it in Chromium. */
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";

/** The built page: PUPIL_DIST, or dist/. */
export const DIST = process.env.PUPIL_DIST ?? "dist";

/** What a careful host sends with the page. */
export const POLICY = [
  "default-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", "worker-src 'self'", "img-src 'self' blob: data:", "media-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'", "connect-src 'self' https:", "object-src 'none'", "base-uri 'none'",
].join("; ");

const TYPES = /** @type {Record<string, string>} */ ({
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".wasm": "application/wasm",
});

/** Chromium with software WebGPU and nothing that talks to the outside. */
const FLAGS = [
  "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--autoplay-policy=no-user-gesture-required",
];
const WEBGPU = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan"];

/**
 * Serves {@link DIST} on a free port.
 * @returns {Promise<{ origin: string, close: () => void }>}
 */
export async function serve() {
  if (!existsSync(join(DIST, "index.html"))) throw new Error(`no built page in ${DIST}: build it first, or name its folder in PUPIL_DIST`);
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    const file = join(DIST, path.endsWith("/") ? `${path}index.html` : path);
    if (!existsSync(file) || !statSync(file).isFile()) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", "content-security-policy": POLICY });
    createReadStream(file).pipe(response);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { origin: `http://localhost:${port}`, close: () => server.close() };
}

/**
 * Opens the page, and closes everything when the test ends. An error in the page's own console fails the test.
 * @param {import("node:test").TestContext} t
 * @param {object} [options]
 * @param {string} [options.query] "?backend=cpu"
 * @param {boolean} [options.webgpu] whether the browser offers WebGPU; false by default
 * @param {string} [options.camera] a film in MJPEG that the camera shows; without it there is no camera
 * @param {number} [options.cameras] how many there are without a film: they show a test picture
 * @param {boolean} [options.denied] whether the page may not use the camera at first
 * @param {import("playwright-core").BrowserContextOptions} [options.context]
 * @returns {Promise<Opened>}
 *
 * @typedef {object} Opened
 * @property {import("playwright-core").Page} page
 * @property {import("playwright-core").BrowserContext} context
 * @property {string} origin
 * @property {string[]} errors what the page's console called an error
 */
export async function open(t, { query = "?backend=cpu", webgpu = false, camera, cameras = 0, denied = false, context: options = {} } = {}) {
  const server = await serve();
  t.after(() => server.close());
  const browser = await launch(t, [...(webgpu ? WEBGPU : ["--disable-features=WebGPU"]), ...cameraFlags(camera, cameras, denied)]);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  if ((camera || cameras > 0) && !denied) await context.grantPermissions(["camera"]);
  context.setDefaultTimeout(60_000); // a busy machine is slow, not wrong
  const page = await context.newPage();
  /** @type {string[]} */
  const errors = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(`${server.origin}/${query}`);
  return { page, context, origin: server.origin, errors };
}

/**
 * Chromium, until the test ends.
 * @param {import("node:test").TestContext} t
 * @param {string[]} [flags]
 */
export async function launch(t, flags = []) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: [...FLAGS, ...flags] });
  t.after(() => browser.close());
  return browser;
}

/** @param {string | undefined} film @param {number} cameras @param {boolean} denied */
function cameraFlags(film, cameras, denied) {
  if (!film && cameras === 0) return [];
  return [...(denied ? [] : ["--use-fake-ui-for-media-stream"]), ...(film ? ["--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${film}`] : [`--use-fake-device-for-media-stream=device-count=${cameras}`])];
}

/** Waits until Pupil has started. @param {import("playwright-core").Page} page */
export async function started(page) {
  await page.locator("#columns").waitFor({ timeout: 240_000 });
}
