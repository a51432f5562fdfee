/** The package's and the page's rooms import only what they may. A room is a folder, or a file beside folders. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { suite, test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const INSIDE_WORKER = ["worker/engine", "worker/store", "shared"];
const INSIDE_PAGE = ["page/bridge", "page/events.d.ts", "shared"];
const groups = (place, rooms) => Object.fromEntries(
  ["classes", "pictures", "training", "models", "instant", "evaluation", "exports", "networks", "projects", "augmentation"].map((group) => [`${place}/${group}.js`, rooms]),
);

/** What each room of pkg/lib may use beside itself. */
const PACKAGE = {
  "index.js": ["page/pupil.js", "page/live.js", "page/many.js", "shared"],
  "index.d.ts": ["page/pupil.js", "page/live.js", "page/many.js", "page/events.d.ts", "page/options.d.ts", "shared"],
  "page/pupil.js": ["page", "shared"],
  "page/live.js": ["page/pupil.js", "shared"],
  "page/many.js": ["page/pupil.js", "shared"],
  ...groups("page", INSIDE_PAGE),
  "page/bridge": ["page/events.d.ts", "page/options.d.ts", "shared"],
  "page/events.d.ts": ["shared"],
  "page/options.d.ts": ["shared"],
  "worker/worker.js": ["worker/engine/default-weights.js", "worker/host.js", "shared"],
  "worker/host.js": ["worker", "shared"],
  "worker/pupil.js": INSIDE_WORKER,
  ...groups("worker", INSIDE_WORKER),
  "worker/projects.js": [...INSIDE_WORKER, "worker/archive"],
  "worker/archive": INSIDE_WORKER,
  "worker/engine": ["embedder/embedder.d.ts", "exporter/exporter.d.ts", "worker/store", "shared"],
  "worker/store": ["shared"],
  "worker/exports.js": [...INSIDE_WORKER, "exporter/exporter.d.ts"],
  embedder: ["shared"],
  exporter: ["shared"],
  shared: [],
};

/** The package as the page sees it. */
const PUPIL = "../pkg/lib/index.js";

/** What each room of www/js may use beside itself. */
const PAGE = {
  "requirements.js": [],
  "main.js": ["app.js", "page", PUPIL],
  "begin.js": ["page", PUPIL],
  "app.js": ["begin.js", "camera", "classes", "evaluate", "example", "exports", "files", "history", "import", "networks", "page", "pile", "preview", "projects", "release", "train", "viewer", PUPIL],
  page: [PUPIL],
  camera: ["page", PUPIL],
  files: ["page", PUPIL],
  films: ["page"],
  import: ["history", "page", PUPIL],
  history: ["page", PUPIL],
  classes: ["camera", "files", "films", "history", "import", "page", "viewer", PUPIL],
  evaluate: ["classes", "files", "history", "import", "page", "viewer", PUPIL],
  exports: ["page", PUPIL],
  networks: ["files", "page", PUPIL],
  pile: ["classes", "files", "films", "history", "import", "page", PUPIL],
  projects: ["files", "history", "import", "page", PUPIL],
  viewer: ["history", "page", "preview", PUPIL],
  preview: ["camera", "files", "history", "page", PUPIL],
  train: ["history", "networks", "page", PUPIL],
  release: ["files", "page", PUPIL],
  example: ["classes", "history", "preview", "page", PUPIL],
  "vendor.d.ts": [],
};

/** Also those in types: `@import { X } from "…"`, `import("…")`. */
const IMPORT = /(?:\bfrom |\bimport\(|\bimport )"(\.[^"]+)"/g;

/** @param {string} folder */
function filesIn(folder) {
  return readdirSync(join(ROOT, folder), { recursive: true }).filter((path) => /\.(js|d\.ts)$/.test(path));
}

/** Imports that leave their room for one that is not in the table. @param {string} folder @param {Record<string, string[]>} table */
function wrongArrows(folder, table) {
  const within = (path, rooms) => rooms.find((room) => path === room || path.startsWith(`${room}/`));
  const rooms = Object.keys(table).sort((a, b) => b.length - a.length);
  return filesIn(folder).flatMap((path) => {
    const room = within(path, rooms);
    if (!room) return [`${path} is in no room`];
    const lines = readFileSync(join(ROOT, folder, path), "utf8").split("\n");
    return lines.flatMap((line, index) => [...line.matchAll(IMPORT)]
      .map(([, specifier]) => normalize(join(dirname(path), specifier)))
      .filter((target) => !/(^|\/)vendor\//.test(target) && !within(target, [room, ...table[room]]))
      .map((target) => `${path}:${index + 1} may not import ${target}`));
  });
}

suite("rooms", () => {
  test("of the package", () => assert.deepEqual(wrongArrows("pkg/lib", PACKAGE), []));

  test("of the page, which knows the package by its index alone", () => assert.deepEqual(wrongArrows("www/js", PAGE), []));

  test("no file of the package is longer than 200 lines", () => {
    const long = filesIn("pkg/lib").filter((path) => readFileSync(join(ROOT, "pkg/lib", path), "utf8").split("\n").length > 201);
    assert.deepEqual(long, []);
  });
});
