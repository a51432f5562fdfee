/** Starts Pupil and puts the page around it. */
import { Pupil } from "../pkg/lib/index.js";
import { Camera } from "./camera/camera.js";
import { ClassesPanel } from "./classes/panel.js";
import { Thumbnails } from "./classes/thumbnails.js";
import { Example } from "./example/example.js";
import { EvaluatePanel } from "./evaluate/panel.js";
import { ExportsPanel } from "./exports/panel.js";
import { watchArrivals } from "./files/arrivals.js";
import { showEngine } from "./page/engine.js";
import { followDock } from "./page/dock.js";
import { showNotice } from "./page/notices.js";
import { Reports } from "./page/reports.js";
import { settingsDialog } from "./page/settings.js";
import { endStart, showStarting } from "./page/start.js";
import { stepNavigation } from "./page/steps.js";
import { PreviewPanel } from "./preview/panel.js";
import { TrainPanel } from "./train/panel.js";

/** @import { Backend } from "../pkg/lib/index.js" */

/** The name of the page's database. */
const STORE = "pupil";

/** @param {Pupil} pupil @param {"auto" | Backend} asked */
function build(pupil, asked) {
  const camera = new Camera();
  const thumbnails = new Thumbnails(pupil);
  const preview = new PreviewPanel(pupil, camera);
  const reports = new Reports(pupil);
  const train = new TrainPanel(pupil, reports);
  new EvaluatePanel(pupil, thumbnails, reports, () => train.train());
  new ExportsPanel(pupil);
  const example = new Example(pupil, preview);
  const classes = new ClassesPanel(pupil, camera, thumbnails, () => example.run(classes, train));
  watchArrivals(preview.root);
  settingsDialog(pupil, asked);
  stepNavigation(pupil);
  showEngine(pupil);
  followDock();
  pupil.addEventListener("notice", (event) => showNotice(event.detail));
}

/** `?backend=webgpu` or `?backend=cpu` overrules what the device would choose. */
function askedBackend() {
  const asked = new URLSearchParams(location.search).get("backend");
  return asked === "webgpu" || asked === "cpu" ? asked : "auto";
}

const backend = askedBackend();
build(await Pupil.create({ store: STORE, backend, onProgress: showStarting }), backend);
endStart();
