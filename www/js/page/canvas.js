/** Firefox, when it resists fingerprinting, and browsers made from it hand out noise in place of what a canvas holds. */

/** What is drawn, and how far off it may be read: other browsers change the last bit of some pixels. */
const LEVELS = [200, 100, 50];
const TOLERANCE = 8;
const SIDE = 16;

export const SCRAMBLED = "For privacy, this browser gives noise in place of what is drawn. Pictures from the camera would be noise, and so are the small pictures here; JPEG and PNG files are read as they are. Switch that protection off for this page, or open the page in another browser.";

/** Whether what is drawn comes back as noise. */
export function canvasIsScrambled() {
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(SIDE, SIDE).getContext("2d"));
  context.fillStyle = `rgb(${LEVELS})`;
  context.fillRect(0, 0, SIDE, SIDE);
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  return LEVELS.some((level, channel) => {
    let deviation = 0;
    for (let place = channel; place < data.length; place += 4) deviation += Math.abs(Number(data[place]) - level);
    return deviation / SIDE ** 2 > TOLERANCE;
  });
}
