/** The packed package has types that TypeScript users can rely on, and every file it needs. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { install } from "./packed.js";
import { VERSION } from "../../pkg/lib/shared/version.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FOLDER = mkdtempSync(join(tmpdir(), "pupil-types-"));
const CONFIG = { compilerOptions: { strict: true, noEmit: true, target: "esnext", module: "nodenext", lib: ["esnext", "dom"], types: [] } };

/** @type {string[]} */
let files;
before(() => {
  files = install(FOLDER);
  writeFileSync(join(FOLDER, "tsconfig.json"), JSON.stringify({ ...CONFIG, files: ["user.ts"] }));
});
after(() => rmSync(FOLDER, { recursive: true }));

/** Compiles a user's program against the package. @param {string} source */
function compile(source) {
  writeFileSync(join(FOLDER, "user.ts"), source);
  try {
    execFileSync(join(ROOT, "node_modules/.bin/tsc"), ["-p", FOLDER], { encoding: "utf8" });
    return "";
  } catch (error) {
    return error.stdout;
  }
}

test("a TypeScript program that uses everything compiles", () => {
  assert.equal(compile(`
    import { classifyLive, classifyMany, classNames, FileNames, isProjectFile, Pupil, PupilError, type AddResult, type ErrorCode, type Augmentation, type Explanation, type Prediction, type Project, type PupilOptions, type PupilState, type TrainingSettings } from "pupil";

    const name: string = new FileNames().take("a/b");
    const alike: boolean = classNames.sameName(name, "c") || (await isProjectFile(new Blob([])));
    console.log(alike);
    const options: PupilOptions = { store: "x", backend: "cpu", assets: new URL("https://localhost/"), onProgress: ({ stage, done }) => console.log(stage, done) };
    const pupil: Pupil = await Pupil.create(options);
    pupil.addEventListener("training", ({ detail }) => detail.type === "epoch" && console.log(detail.validationLoss?.toFixed(2)));
    pupil.addEventListener("notice", ({ detail: { code, message } }) => console.log(code, message));
    const project: Project = pupil.project;
    const { id } = await pupil.classes.add("name");
    const { failed }: AddResult = await pupil.pictures.add(id, [new File([], "a")], { source: "s", signal: AbortSignal.timeout(1) });
    const settings: Partial<TrainingSettings> = { epochs: 3 };
    await pupil.training.set(settings);
    const { bestEpoch } = await pupil.train({ method: "fineTune", onMessage: (message) => message.type === "finished" && message.reason });
    await Promise.all([pupil.training.pause(), pupil.training.resume()]);
    const state: PupilState = pupil.state;
    const { points: [point], suggestion } = await pupil.training.findRate(({ rate, loss }) => console.log(rate + loss), { signal: AbortSignal.timeout(1) });
    await pupil.training.set({ learningRate: suggestion ?? point?.rate });
    for await (const { prediction, error } of classifyMany(pupil, [new File([], "a")])) console.log(prediction?.noneOfThese ?? error?.code);
    await pupil.instant.follow(false);
    await pupil.instant.learn();
    const right: number | undefined = pupil.project.instant?.outOfFold?.right;
    await pupil.instant.use().then(() => console.log(right));
    const prediction: Prediction = await pupil.classify(new ImageData(1, 1));
    const { attention: { classId, width, values } }: Explanation = await pupil.explain(new Blob([]));
    classifyLive(pupil, document.createElement("video"), (seen) => "attention" in seen && console.log(seen.attention.crop), { explain: () => true });
    console.log(classId, values[width]);
    const augmentation: Augmentation = { ...(await pupil.augmentation.presets()).textbook, brightness: [0.5, 1.5] };
    const [view]: ImageData[] = await pupil.augmentation.views(0, augmentation, { count: 2 });
    await pupil.augmentation.views(new ImageData(1, 1), { fillMode: "wrap" });
    const head: Uint8Array = await pupil.models.save();
    const stop: () => void = classifyLive(pupil, document.createElement("video"), ({ fps, scores: [best] }) => console.log(fps, best?.label));
    const code: ErrorCode = new PupilError("closed", "message").code;
    console.log(state, view?.width, project.classes[0]?.pictures, failed[0]?.code, bestEpoch, prediction.elapsedMs, head, stop, code, (await pupil.report()).confusion[0]?.[0]);
  `), "");
});

test("a TypeScript program that uses it wrongly does not", () => {
  const errors = compile(`
    import { Pupil, PupilError } from "pupil";
    const pupil = await Pupil.create({ backend: "gpu" });
    pupil.classes.add(3);
    pupil.project = null;
    pupil.addEventListener("training", ({ detail }) => detail.nothing);
    new Pupil({});
    pupil.augmentation.views(0, { fillMode: "sideways" });
    new PupilError("no_such_code", "message");
  `);
  assert.equal(errors.match(/error TS/g)?.length, 7, errors);
});

test("the package holds what it needs, and knows its version", () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, "pkg/package.json"), "utf8"));
  assert.equal(VERSION, manifest.version);
  for (const file of ["README.md", "lib/index.js", "lib/worker/worker.js", "dist/types/index.d.ts", "dist/types/page/pupil.d.ts", "dist/types/shared/types/project.d.ts"]) assert.ok(files.includes(file), file);
  assert.deepEqual(Object.keys(manifest.scripts), ["prepack"]);
  assert.equal(manifest.dependencies, undefined);
});
