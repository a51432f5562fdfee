/** The textbook's augmentation for TensorFlow.js: one affine map a picture, passed to `tf.image.transform`, which has Keras's fill modes. */

/** Pictures that are augmented at a time. */
export const AUGMENTED = 32;

/** rotation 20, shifts 0.2, shear 0.2, zoom 0.2, horizontal flip, nearest; channels last. @param {any} tf @param {any} pictures [batch, side, side, 3] */
export function textbook(tf, pictures) {
  const [batch, side] = pictures.shape;
  const maps = Array.from({ length: batch }, () => draw(side));
  return tf.image.transform(pictures, tf.tensor2d(maps), "bilinear", "nearest");
}

/** From an output pixel to where its value stands: a0 x + a1 y + a2, b0 x + b1 y + b2, and two zeros. @param {number} side */
function draw(side) {
  const within = (/** @type {number} */ most) => most * (2 * Math.random() - 1);
  const [turn, shear] = [within(20), within(0.2)].map((degrees) => (degrees * Math.PI) / 180);
  const [shiftX, shiftY, zoomX, zoomY] = [within(0.2 * side), within(0.2 * side), 1 + within(0.2), 1 + within(0.2)];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const rows = [
    [zoomX * cos, -zoomY * Math.sin(turn + shear), shiftX * cos - shiftY * sin],
    [zoomX * sin, zoomY * Math.cos(turn + shear), shiftX * sin + shiftY * cos],
  ];
  const last = side - 1;
  const mirrored = Math.random() < 0.5;
  return rows.flatMap(([a, b, shift]) => {
    const offset = (last / 2) * (1 - a - b);
    return mirrored ? [-a, b, offset + shift + a * last] : [a, b, offset + shift];
  }).concat([0, 0]);
}
