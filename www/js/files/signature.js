/** Tells pictures from other files before they are read. */

/** How the formats begin, byte for byte. */
const SIGNATURES = /^(\xff\xd8\xff|\x89PNG|GIF8|BM|RIFF.{4}WEBP|II\*\0|MM\0\*|.{4}ftyp(avi|hei|hev|mif|msf)|\0\0\x01\0)/s;

/** As many bytes as they need. */
const LENGTH = 16;

/**
 * By the type that the system gives the file; where it knows none, by its first bytes.
 * @param {File} file
 * @returns {Promise<boolean>} true, too, for what claims to be a picture and is none: decoding it says what is wrong
 */
export async function mayBePicture(file) {
  if (file.type !== "" && file.type !== "application/octet-stream") return file.type.startsWith("image/");
  const bytes = await file.slice(0, LENGTH).arrayBuffer().catch(() => new ArrayBuffer(0));
  return SIGNATURES.test(String.fromCharCode(...new Uint8Array(bytes)));
}
