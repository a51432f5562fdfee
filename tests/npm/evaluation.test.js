/** The test set, reports on it, and second looks, on the fake engine. */
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { onOwnPages } from "./browser.js";

suite("evaluation", () => {
  let page;
  onOwnPages((fresh) => (page = fresh));

  test("pictures set aside are listed, stored and never trained on", async () => {
    const { added, project, again, trained } = await page.evaluate(async () => {
      const pupil = await twoClasses({ store: "aside" });
      const { added } = await pupil.pictures.add(0, await several(2, "red"), { aside: true });
      const { trainingPictures: trained } = await pupil.train();
      const { project } = pupil;
      await pupil.close();
      const restored = await create({ store: "aside" });
      return { added, project, trained, again: { project: restored.project, test: await restored.report("test") } };
    });
    assert.deepEqual(added.map(({ id, aside }) => [id, aside]), [[6, true], [7, true]]);
    assert.deepEqual(project.asidePictures, [6, 7]);
    assert.equal(trained, 6);
    assert.deepEqual(again.project.asidePictures, [6, 7]);
    assert.equal(again.project.needsTraining, false);
    assert.deepEqual(again.test.predictions.map(({ pictureId }) => pictureId), [6, 7]);
  });

  test("a source moves as a whole, with what was removed of it", async () => {
    const { both, back, info } = await page.evaluate(async () => {
      const pupil = await twoClasses({}, 1);
      const { added } = await pupil.pictures.add(0, await several(3, "red"), { source: "one recording" });
      await pupil.pictures.remove([added[2].id]);
      await pupil.pictures.setAside([added[0].id], true);
      const both = pupil.project.asidePictures;
      await pupil.pictures.restore([added[2].id]);
      const back = pupil.project.asidePictures;
      return { both, back, info: await pupil.pictures.info([added[2].id]) };
    });
    assert.deepEqual(both, [2, 3]);
    assert.deepEqual(back, [2, 3, 4]);
    assert.equal(info[0].aside, true);
  });

  test("no source serves both purposes", async () => {
    const [trainedAlready, asideAlready] = await page.evaluate(async () => {
      const pupil = await twoClasses();
      const [first, second] = await several(2, "green");
      await pupil.pictures.add(0, [first]);
      const one = await pupil.pictures.add(1, [first], { aside: true });
      await pupil.pictures.add(0, [second], { aside: true });
      const two = await pupil.pictures.add(1, [second]);
      return [one, two].map(({ added, failed }) => [added.length, failed.map(({ code }) => code)]);
    });
    assert.deepEqual(trainedAlready, [0, ["source_trained"]]);
    assert.deepEqual(asideAlready, [0, ["source_aside"]]);
  });

  test("cross-validation reports its progress, and can be aborted", async () => {
    const { found, steps, ended, code } = await page.evaluate(async () => {
      const pupil = await twoClasses();
      const steps = [];
      const found = await pupil.evaluation.crossValidate({ onProgress: (progress) => steps.push(progress) });
      const ended = await pupil.evaluation.crossValidate({ signal: AbortSignal.abort() });
      return { found, steps, ended, code: await codeOf((await create()).evaluation.crossValidate()) };
    });
    assert.equal(found.report.measuredOn, "crossValidation");
    assert.equal(found.report.pictures, 6);
    assert.deepEqual(steps.at(-1), { stage: "review", done: 10, total: 10 });
    assert.equal(ended, null);
    assert.equal(code, "too_few_classes");
  });

  test("the same file in two classes comes before other near-duplicates", async () => {
    const pairs = await page.evaluate(async () => {
      const pupil = await twoClasses();
      const [picture, other] = await several(2, "green");
      // Bytes after a PNG's end change its hash, not its picture.
      await pupil.pictures.add(0, [other, new File([other, "more"], "copy.png"), picture]);
      await pupil.pictures.add(1, [picture]);
      return pupil.evaluation.nearDuplicates();
    });
    const found = pairs.map(({ first, second }) => `${first} ${second}`);
    assert.equal(found[0], "8 9");
    assert.ok(found.includes("6 7"), found.join());
  });

  test("nearly the same pictures are found in pairs", async () => {
    const pairs = await page.evaluate(async () => {
      const pupil = await twoClasses();
      const [picture] = await several(1, "green");
      await pupil.pictures.add(0, [picture]);
      await pupil.pictures.add(1, [picture], { source: "another" });
      return pupil.evaluation.nearDuplicates();
    });
    assert.deepEqual(pairs.filter(({ second }) => second === 7), [{ first: 6, second: 7, similarity: 1 }]);
  });
});
