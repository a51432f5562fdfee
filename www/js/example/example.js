/** "Try an example": draws classes, trains on them, and shows drawings that it has not seen. */
import { followProject } from "../page/project.js";
import { part } from "../page/template.js";
import { drawShape, SHAPES } from "./shapes.js";

/** @import { Pupil } from "../../pkg/lib/index.js" */

/** Enough to be right nearly always, and drawn and read in seconds. */
const DRAWINGS_A_CLASS = 24;

/** @typedef {import("../preview/panel.js").PreviewPanel} PreviewPanel */

export class Example {
  /** Counts the unseen ones. */
  #drawn = 0;

  /**
   * @param {Pupil} pupil
   * @param {PreviewPanel} preview
   */
  constructor(pupil, preview) {
    this.preview = preview;
    this.button = part(preview.root, "draw", HTMLButtonElement);
    this.button.addEventListener("click", () => this.showUnseen());
    followProject(pupil, ({ classes }) => {
      const names = new Set(classes.map(({ name }) => name));
      this.button.hidden = !SHAPES.every((shape) => names.has(shape));
    });
  }

  /**
   * @param {import("../classes/panel.js").ClassesPanel} classes
   * @param {import("../train/panel.js").TrainPanel} train
   */
  async run(classes, train) {
    for (const shape of SHAPES) await classes.addTo(shape, await drawings(shape));
    await train.train();
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
