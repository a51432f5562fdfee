/** A stand-in for the exporters' module. Its archive is empty, and it checks what it is given. */
import { fail } from "./errors.js";
import { fault } from "./faults.js";

/** Needs no code: the exporter_bg.wasm here is an empty module. */
export default async function init() {}

/** The end of an archive without files. */
const EMPTY_ZIP = Uint8Array.of(0x50, 0x4b, 5, 6, ...new Uint8Array(18));

/** One red pixel. */
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";

export class Exporter {
  constructor(backbone, model) {
    if (backbone.length === 0 || model.length === 0) fail("wrong_model");
  }

  checkPicture({ classes }) {
    if (!classes.some(({ enabled }) => enabled)) fail("too_few_classes");
    return Uint8Array.from(atob(PNG), (character) => character.charCodeAt(0));
  }

  write(format, { classes, probabilities }) {
    const enabled = classes.filter(({ enabled }) => enabled).length;
    if (probabilities.length !== enabled) fail("invalid_argument");
    // Like the real one it computes without a pause; what is planned has no end.
    if (fault("exporter write")) for (;;);
    return EMPTY_ZIP;
  }

  page(facts, glue) {
    this.write("page", facts);
    if (glue === "") fail("invalid_argument");
    return "<!doctype html><title>A model</title>";
  }

  free() {}
}
