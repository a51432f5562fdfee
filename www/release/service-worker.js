/**
 * The service worker of a release: after the first visit the page opens without a network, and always as one version. Before it,
 * `cargo xtask dist` writes FILES, the integrity of each file by its path, and VERSION, which is another for other files.
 */

/** Another page of this origin may be a Pupil, too. */
const PREFIX = `pupil ${registration.scope} `;
const CACHE = PREFIX + VERSION;

/** What other programs share, until the page takes it. It has the same name there. */
const SHARED = "pupil-shared";

/** Stored when they are first asked for: most people never do. */
const LATER = new Set(["pkg/dist/efficientnet_lite2.safetensors"]);

/** @param {string} path some hosts send index.html only as its folder */
const addressOf = (path) => new URL(path === "index.html" ? "./" : path, registration.scope).href;

/** A file of another version is another one. @param {string} path */
const keyOf = (path) => `${addressOf(path)}?${encodeURIComponent(FILES[path])}`;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(removeOthers()));
// It begins when no tab shows the version before, or when the last one that does asks for it.
self.addEventListener("message", () => self.skipWaiting());
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { href } = new URL(request.url);
  if (request.method === "POST" && href === addressOf("share")) return event.respondWith(takeShared(request));
  const path = pathOf(href);
  if (request.method === "GET" && path in FILES) event.respondWith(path === "index.html" ? page() : file(path));
});

/** What an earlier version has of the same files is not fetched again. */
async function install() {
  const cache = await caches.open(CACHE);
  await Promise.all(Object.keys(FILES).map(async (path) => {
    const known = await caches.match(keyOf(path));
    if (known || !LATER.has(path)) await cache.put(keyOf(path), known ?? (await fetched(path)));
  }));
}

/**
 * Stands in for the page until the version that waits has begun, then loads it: a page that is asked for while they change places
 * may get neither of them. A browser that never tells gets it in three seconds.
 */
const CHANGING = `<!doctype html><meta http-equiv="refresh" content="3"><script>
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
  navigator.serviceWorker.getRegistration().then((registration) => registration?.waiting || location.reload());
</script>`;

/** The page. A new version that waits begins with it, if no other tab shows the one before. */
async function page() {
  const tabs = await self.clients.matchAll();
  if (!registration.waiting || tabs.length > 1) return file("index.html");
  registration.waiting.postMessage("begin");
  return new Response(CHANGING, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}

/** @param {string} path */
async function file(path) {
  const cache = await caches.open(CACHE);
  const known = await cache.match(keyOf(path));
  if (known) return known;
  const response = await fetched(path);
  await cache.put(keyOf(path), response.clone()).catch(() => {}); // no room: it is fetched again
  return response;
}

/** A file of this very version: the browser refuses another. @param {string} path */
function fetched(path) {
  const integrity = FILES[path];
  return fetch(addressOf(path), { integrity }).catch(() => fetch(addressOf(path), { integrity, cache: "reload" }));
}

/** @param {string} href */
function pathOf(href) {
  const address = href.replace(/[?#].*$/, "");
  return address.startsWith(registration.scope) ? decodeURI(address.slice(registration.scope.length)) || "index.html" : "";
}

async function removeOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
}

/** Puts shared files where the page finds them, and opens it. @param {Request} request */
async function takeShared(request) {
  const files = (await request.formData()).getAll("files").filter((each) => each instanceof File);
  const cache = await caches.open(SHARED);
  await Promise.all(files.map((each) => {
    const headers = { "Content-Type": each.type, "X-Name": encodeURIComponent(each.name) };
    return cache.put(addressOf(`shared/${crypto.randomUUID()}`), new Response(each, { headers }));
  }));
  return Response.redirect(addressOf("?shared"), 303);
}
