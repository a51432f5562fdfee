/** How much longer something takes: from what was done since the first, rests left out, and said no finer than it is known. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Pace } from "../../www/js/page/pace.js";
import { about } from "../../www/js/page/words.js";

test("the time left follows from what was done since the first, without the rests", () => {
  let now = 0;
  const pace = new Pace(() => now);
  assert.equal(pace.reach(0, 10).left, null);
  now = 9000; // what prepares the first counts for nothing
  assert.equal(pace.reach(1, 10).left, null);
  now = 11_000; // two more in 2 s: a second each, seven to go
  assert.deepEqual(pace.reach(3, 10), { done: 3, total: 10, left: 7000 });
  pace.rest();
  now = 60_000;
  pace.goOn();
  now = 61_000; // one more in a second
  assert.equal(pace.reach(4, 10).left, 6000);
  assert.equal(pace.reach(4, 14).left, 10_000, "four more were handed over");
});

test("a time is said in steps that grow with it", () => {
  const said = [1, 7, 58, 61, 100, 3540, 3660, 4800, 7200].map((seconds) => about(1000 * seconds).replaceAll("\u00a0", " "));
  assert.deepEqual(said, ["about 5 s", "about 10 s", "about 1 min", "about 1 min", "about 2 min", "about 59 min", "about 1 h", "about 1 h 20 min", "about 2 h"]);
});
