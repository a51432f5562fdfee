/** Hands a file over to the browser's downloads. */

/** How long the browser may take to begin a download, before its data is let go. */
const DOWNLOAD_MS = 60_000;

/** @param {Blob} file @param {string} name */
export function download(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), DOWNLOAD_MS);
}
