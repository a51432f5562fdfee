/** Opens the browser's own dialogs for files and folders. */
import { chosenFiles } from "./found.js";

/** Named ones too: some systems know no type for them. */
const PICTURES = "image/*,.heic,.heif,.avif";

/**
 * @param {"files" | "folder" | "one"} what
 * @param {(arrival: import("./found.js").Arrival) => void} take
 */
export function pick(what, take) {
  const input = document.createElement("input");
  input.type = "file";
  if (what === "folder") input.webkitdirectory = true;
  else input.accept = PICTURES;
  input.multiple = what === "files";
  input.addEventListener("change", async () => take(await chosenFiles(input.files ?? [])));
  input.click();
}

/** One file of a network's weights. @param {(file: File) => void} take */
export function pickWeights(take) {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".safetensors,.pth,.pt,.bin";
  input.addEventListener("change", () => input.files?.[0] && take(input.files[0]));
  input.click();
}
