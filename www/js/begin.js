/** Starts Pupil, whose worker and files come while the rest of the page is still on its way: it may run before there is a document. */
import { Pupil } from "../pkg/lib/index.js";
import { openHere } from "./page/one-tab.js";
import { preferences } from "./page/preferences.js";
import { showStarting } from "./page/start.js";

/** The name of the page's database. */
const STORE = "pupil";

/** `?backend=webgpu` or `?backend=cpu` overrules what the device would choose. */
function askedBackend() {
  const asked = new URLSearchParams(location.search).get("backend");
  return asked === "webgpu" || asked === "cpu" ? asked : "auto";
}

export const backend = askedBackend();

export const opening = openHere((takeOver) => Pupil.create({ store: STORE, backend, takeOver, early: true, instant: !preferences().learnOnPress, onProgress: showStarting }));
opening.catch(() => {}); // app.js, which waits for it, may not be there yet
