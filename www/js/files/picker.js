/** Opens the browser's own dialogs for files and folders. */
import { deliver } from "./deliver.js";
import { chosenFiles } from "./found.js";

/** Named ones too: some systems know no type for them. */
const PICTURES = "image/*,.heic,.heif,.avif";
const ARCHIVES = ".zip,.tm";
const FILMS = "video/*";

/**
 * @param {"files" | "folder" | "archive" | "one"} what
 * @param {import("./deliver.js").Take} take
 */
export function pick(what, take) {
  const input = fileInput();
  if (what === "folder") input.webkitdirectory = true;
  else if (what === "archive") input.accept = ARCHIVES;
  else input.accept = what === "one" ? PICTURES : `${PICTURES},${FILMS}`;
  input.multiple = what === "files";
  ask(input, async (files) => deliver(await chosenFiles(files), take));
}

/** One file of a network's weights. @param {(file: File) => void} take */
export function pickWeights(take) {
  const input = fileInput();
  input.accept = ".safetensors,.pth,.pt,.bin";
  ask(input, ([file]) => file && take(file));
}

/** A file that a project was saved to. @param {(file: File) => void} take */
export function pickProject(take) {
  const input = fileInput();
  input.accept = ".zip";
  ask(input, ([file]) => file && take(file));
}

function fileInput() {
  const input = document.createElement("input");
  input.type = "file";
  input.hidden = true;
  return input;
}

/** It is in the page meanwhile: Safari on iOS may not tell of files that were chosen in one that is not. @param {HTMLInputElement} input @param {(files: File[]) => unknown} take */
function ask(input, take) {
  document.body.append(input);
  input.addEventListener("change", () => take([...(input.files ?? [])]));
  for (const end of ["change", "cancel"]) input.addEventListener(end, () => input.remove());
  input.click();
}
