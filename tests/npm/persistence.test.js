/** The browser is asked to keep what is stored, where that asks nobody. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

let page;
onOwnPages((fresh) => (page = fresh));

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0";

for (const [name, userAgent, questions] of [["once", null, 1], ["never in Firefox, which would ask people", FIREFOX, 0]]) {
  test(`asks the browser to keep the store, ${name}`, async () => {
    const asked = await page.evaluate(async ([store, userAgent]) => {
      let asked = 0;
      StorageManager.prototype.persist = async () => ++asked > 0;
      if (userAgent) Object.defineProperty(navigator, "userAgent", { value: userAgent });
      const pupil = await create({ store });
      await pupil.pictures.add((await pupil.classes.add("red")).id, [await drawn("red")]);
      await pupil.pictures.add(0, [await drawn("red")]);
      return asked;
    }, [name, userAgent]);
    assert.equal(asked, questions);
  });
}
