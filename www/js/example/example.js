/** "Try an example": draws classes, learns them, and shows drawings that it has not seen. */
import { remember } from "../history/arrivals.js";
import { canvasIsScrambled, SCRAMBLED } from "../page/canvas.js";
import { followProject } from "../page/project.js";
import { part } from "../page/template.js";
import { toast } from "../page/toasts.js";
import { drawShape, SHAPES } from "./shapes.js";

/** @import { EditHistory } from "../history/history.js" */

/** Enough to be right nearly always, and drawn and read in seconds. */
const DRAWINGS_A_CLASS = 24;

/** @typedef {import("../preview/panel.js").PreviewPanel} PreviewPanel */

export class Example {
  /** Counts the unseen ones. */
  #drawn = 0;

  /**
   * @param {EditHistory} history
   * @param {PreviewPanel} preview
   */
  constructor(history, preview) {
    this.history = history;
    this.preview = preview;
    this.button = part(preview.root, "draw", HTMLButtonElement);
    this.button.addEventListener("click", () => this.showUnseen());
    followProject(history.pupil, ({ classes }) => {
      const names = new Set(classes.map(({ name }) => name));
      this.button.hidden = !SHAPES.every((shape) => names.has(shape));
    });
  }

  /** @param {import("../classes/panel.js").ClassesPanel} classes */
  async run(classes) {
    if (canvasIsScrambled()) return toast(SCRAMBLED);
    const brought = [];
    for (const shape of SHAPES) brought.push(await classes.addTo(shape, await drawings(shape)));
    remember(this.history, { classes: brought.flatMap((each) => each.classes), pictures: brought.flatMap(({ pictures }) => pictures) });
    await this.history.pupil.instant.learn();
    await this.showUnseen();
  }

  async showUnseen() {
    const shape = SHAPES[Math.floor(Math.random() * SHAPES.length)] ?? "star";
    await this.preview.look(await drawShape(shape, ++this.#drawn), `A new drawing of a ${shape}`);
  }
}

/** @param {import("./shapes.js").Shape} shape */
async function drawings(shape) {
  const pictures = [];
  for (let number = 1; number <= DRAWINGS_A_CLASS; number++) pictures.push(await drawShape(shape, number));
  return pictures;
}
