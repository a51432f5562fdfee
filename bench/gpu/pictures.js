/** The pictures that both sides see: nothing to download, the same in every process. */

/** A soft picture with a disc and some grain, RGBA; each index shows another. @param {number} index @param {number} side */
export function picture(index, side) {
  const random = seeded(index + 1);
  const [sky, ground, sun] = [color(random), color(random), color(random)];
  const [x, y, radius] = [side * random(), side * random(), side * (0.1 + 0.2 * random())];
  const rgba = new Uint8Array(4 * side * side);
  for (let at = 0; at < side * side; at++) {
    const [column, row] = [at % side, Math.floor(at / side)];
    const inside = Math.hypot(column - x, row - y) < radius;
    for (let channel = 0; channel < 3; channel++) {
      const shade = sky[channel] + (ground[channel] - sky[channel]) * (row / side);
      rgba[4 * at + channel] = Math.max(0, (inside ? sun[channel] : shade) - 24 * random());
    }
    rgba[4 * at + 3] = 255;
  }
  return rgba;
}

/** @param {number} count @param {number} side */
export function pictures(count, side) {
  return Array.from({ length: count }, (_, index) => picture(index, side));
}

/** Numbers from 0 to 1, always the same for a seed: mulberry32. @param {number} seed */
export function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param {() => number} random */
function color(random) {
  return [256 * random(), 256 * random(), 256 * random()];
}
