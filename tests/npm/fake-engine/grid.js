/** Pictures as a toy sees them: the mean colours of a grid. */

/** Cells along a side. */
const GRID = 4;
const SIDE = 224;

/** Knows PNG alone, so that everything else must be decoded by the browser. */
export async function decode(bytes) {
  if (String.fromCharCode(...bytes.slice(1, 4)) !== "PNG") throw { code: "unsupported_format", message: "This file is not a PNG picture." };
  try {
    return await createImageBitmap(new Blob([bytes]));
  } catch {
    throw { code: "broken_picture", message: "This picture is damaged. Export or download it again." };
  }
}

/** The centre square, and its cells' colours, 0 to 1, as the embedding. */
export async function gridOf(image) {
  const bitmap = await createImageBitmap(image);
  return { square: draw(bitmap, SIDE), embedding: Float32Array.from(draw(bitmap, GRID), (level) => level / 255) };
}

function draw(bitmap, side) {
  const context = new OffscreenCanvas(side, side).getContext("2d");
  const short = Math.min(bitmap.width, bitmap.height);
  context.drawImage(bitmap, (bitmap.width - short) / 2, (bitmap.height - short) / 2, short, short, 0, 0, side, side);
  return new Uint8Array(context.getImageData(0, 0, side, side).data.buffer);
}
