/** Serves the built page with its strict policy and opens it in Chromium. */
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
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
 * Serves a built page on a free port.
 * @param {object} [options]
 * @param {string} [options.probe] a script that the page begins with
 * @param {string} [options.folder] {@link DIST} by default
 * @param {boolean} [options.plain] whether the page and its modules come as they are written, for tests that look into a module
 * @returns {Promise<{ origin: string, requests: string[], close: () => void }>} `requests`: the paths that were asked for
 */
export async function serve({ probe, folder = DIST, plain = false } = {}) {
  if (!existsSync(join(folder, "index.html"))) throw new Error(`no built page in ${folder}: build it first, or name its folder in PUPIL_DIST`);
  /** @type {string[]} */
  const requests = [];
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    requests.push(path);
    const asked = path.endsWith("/") ? `${path}index.html` : path;
    const built = join(folder, asked);
    // In a release the modules are joined; some tests take one by itself.
    const file = probe && path.endsWith("/probe.js") ? probe : ((plain || !existsSync(built)) && written(asked)) || built;
    if (!existsSync(file) || !statSync(file).isFile()) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", "content-security-policy": POLICY });
    if (probe && file === join(folder, "index.html")) return void response.end(readFileSync(file, "utf8").replace("<head>", '<head><script src="probe.js"></script>'));
    createReadStream(file).pipe(response);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { origin: `http://localhost:${port}`, requests, close: () => (server.close(), server.closeAllConnections()) };
}

/** The file of a page or module, or of the package, as it is written. @param {string} path */
function written(path) {
  const file = path.startsWith("/pkg/lib/") ? path.slice(1) : join("www", path);
  return /\.(html|css|js)$/.test(path) && existsSync(file) ? file : null;
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
 * @param {boolean} [options.plain] as of {@link serve}
 * @param {import("playwright-core").BrowserContextOptions} [options.context]
 * @returns {Promise<Opened>}
 *
 * @typedef {object} Opened
 * @property {import("playwright-core").Page} page
 * @property {import("playwright-core").BrowserContext} context
 * @property {string} origin
 * @property {string[]} errors what the page's console called an error
 */
export async function open(t, { query = "?backend=cpu", webgpu = false, camera, cameras = 0, denied = false, plain = false, context: options = {} } = {}) {
  const server = await serve({ plain });
  t.after(() => server.close());
  const browser = await launch(t, [...(webgpu ? WEBGPU : ["--disable-features=WebGPU"]), ...cameraFlags(camera, cameras, denied)]);
  // Nothing of a test comes out of a cache.
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: "block", ...options });
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

/** Waits until Pupil has started, its engine too. @param {import("playwright-core").Page} page */
export async function started(page) {
  await page.locator("#columns").waitFor({ timeout: 240_000 });
  await page.locator("#engine").getByText("a frame").waitFor({ state: "attached", timeout: 240_000 });
}

/** Reloads a page so that it saves to the downloads: the system's own dialog cannot be driven from here. @param {import("playwright-core").Page} page */
export async function saveToDownloads(page) {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, "showSaveFilePicker"));
  await page.reload();
  await started(page);
}
