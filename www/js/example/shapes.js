/** Draws the example's pictures: circles, triangles and stars, no two alike. */

/** @typedef {"circle" | "triangle" | "star"} Shape */

/** @type {Shape[]} */
export const SHAPES = ["circle", "triangle", "star"];

/** Side of a drawing, in pixels: what the network looks at. */
const SIDE = 224;

/** Points on the unit circle, each with its share of the radius. */
const OUTLINES = {
  circle: Array.from({ length: 64 }, () => 1),
  triangle: [1, 1, 1],
  star: Array.from({ length: 10 }, (_, index) => (index % 2 ? 0.42 : 1)),
};

/**
 * One drawing, with its own place, size, turn, colours and background.
 * @param {Shape} shape
 * @param {number} number for its file name
 * @returns {Promise<File>} a PNG
 */
export async function drawShape(shape, number) {
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const hue = between(0, 360);
  drawBackground(context, hue);
  drawOutline(context, OUTLINES[shape]);
  paint(context, hue + between(100, 260));
  const blob = await canvas.convertToBlob({ type: "image/png" });
  return new File([blob], `${shape} ${number}.png`, { type: blob.type });
}

/** @param {OffscreenCanvasRenderingContext2D} context @param {number} hue */
function drawBackground(context, hue) {
  const angle = between(0, 2 * Math.PI);
  const [x, y] = [Math.cos(angle) * SIDE, Math.sin(angle) * SIDE];
  const gradient = context.createLinearGradient(SIDE / 2 - x / 2, SIDE / 2 - y / 2, SIDE / 2 + x / 2, SIDE / 2 + y / 2);
  gradient.addColorStop(0, `hsl(${hue} ${between(10, 45)}% ${between(72, 92)}%)`);
  gradient.addColorStop(1, `hsl(${hue + between(-40, 40)} ${between(10, 45)}% ${between(72, 92)}%)`);
  context.fillStyle = gradient;
  context.fillRect(0, 0, SIDE, SIDE);
}

/** @param {OffscreenCanvasRenderingContext2D} context @param {number[]} outline */
function drawOutline(context, outline) {
  const radius = SIDE * between(0.22, 0.36);
  const place = () => between(radius, SIDE - radius);
  context.translate(place(), place());
  context.rotate(between(0, 2 * Math.PI));
  context.beginPath();
  outline.forEach((share, index) => {
    const angle = (2 * Math.PI * index) / outline.length;
    context.lineTo(radius * share * Math.cos(angle), radius * share * Math.sin(angle));
  });
  context.closePath();
}

/** Filled, or, one time in three, a thick line. @param {OffscreenCanvasRenderingContext2D} context @param {number} hue */
function paint(context, hue) {
  const colour = `hsl(${hue} ${between(50, 85)}% ${between(28, 48)}%)`;
  context.fillStyle = context.strokeStyle = colour;
  context.lineWidth = between(9, 16);
  context.lineJoin = "round";
  Math.random() < 1 / 3 ? context.stroke() : context.fill();
}

/** @param {number} min @param {number} max */
function between(min, max) {
  return min + Math.random() * (max - min);
}
