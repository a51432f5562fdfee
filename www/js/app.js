/** Puts the page around Pupil. */
import { backend, opening } from "./begin.js";
import { Camera } from "./camera/camera.js";
import { FileNames } from "./classes/file-names.js";
import { ClassesPanel } from "./classes/panel.js";
import { Thumbnails } from "./classes/thumbnails.js";
import { Example } from "./example/example.js";
import { EvaluatePanel } from "./evaluate/panel.js";
import { ExportsPanel } from "./exports/panel.js";
import { watchArrivals } from "./files/arrivals.js";
import { historyControls } from "./history/controls.js";
import { EditHistory } from "./history/history.js";
import { tellMissing } from "./import/announced.js";
import { showReading } from "./import/line.js";
import { canvasIsScrambled, SCRAMBLED } from "./page/canvas.js";
import { showEngine } from "./page/engine.js";
import { followDock } from "./page/dock.js";
import { guardWork } from "./page/leaving.js";
import { showNotice } from "./page/notices.js";
import { offerNotification } from "./page/notify.js";
import { Reports } from "./page/reports.js";
import { settingsDialog } from "./page/settings.js";
import { endStart } from "./page/start.js";
import { stepsBar } from "./page/steps.js";
import { watchTraining } from "./page/work.js";
import { PilePanel } from "./pile/panel.js";
import { PreviewPanel } from "./preview/panel.js";
import { ProjectsDialog } from "./projects/dialog.js";
import { takeHandedOver } from "./release/handed-over.js";
import { workOffline } from "./release/offline.js";
import { TrainPanel } from "./train/panel.js";
import { Viewer } from "./viewer/viewer.js";

/** @import { Backend, Pupil } from "../pkg/lib/index.js" */

/** @param {Pupil} pupil @param {"auto" | Backend} asked */
function build(pupil, asked) {
  const camera = new Camera();
  const history = new EditHistory(pupil);
  const preview = new PreviewPanel(history, camera, () => classes.addAndName());
  const reports = new Reports(pupil);
  const pictures = { history, reports, thumbnails: new Thumbnails(pupil), fileNames: new FileNames(pupil), viewer: new Viewer(history) };
  const train = new TrainPanel(pupil, reports, history);
  const evaluate = new EvaluatePanel(pictures, () => train.train());
  new PilePanel(history);
  new ExportsPanel(pupil);
  const example = new Example(history, preview);
  const classes = new ClassesPanel(pictures, camera, {
    beginExample: () => example.run(classes),
    goLive: () => preview.goLive(),
    showWrong: (classId) => evaluate.openWrongOf(classId),
  });
  watchArrivals(preview.root);
  historyControls(history);
  settingsDialog(pupil, asked, () => history.clear());
  new ProjectsDialog(history);
  showReading();
  watchTraining(pupil);
  guardWork();
  offerNotification(pupil);
  stepsBar(pupil, train);
  showEngine(pupil);
  followDock();
  pupil.addEventListener("notice", (event) => showNotice(event.detail));
  void tellMissing(pupil);
  void takeHandedOver((arrival) => classes.take(arrival));
  if (canvasIsScrambled()) showNotice({ code: "scrambled", message: SCRAMBLED });
}

const pupil = await opening;
build(pupil, backend);
endStart();
await pupil.ready;
void workOffline();
