/** Paths become classes, parts and leftovers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromPage } from "./page-modules.js";

const { partsOfOne, treeOf } = await fromPage("files/tree.js");

const NO_PICTURE = /\.(csv|txt|md|json|yaml|zip|tar\.gz|mp4|db|ini)$/i;

/** "cats/3" stands for cats/0.png, cats/1.png and cats/2.png; what has a dot is a file. @param {string[]} shapes */
function entries(shapes) {
  const paths = shapes.flatMap((shape) => {
    const [, folder, count] = /^(.*\/|)(\d+)$/.exec(shape) ?? [];
    return count ? Array.from({ length: Number(count) }, (_, index) => `${folder}${index}.png`) : [shape];
  });
  return paths.map((path) => ({ path, picture: !NO_PICTURE.test(path) }));
}

/** "cats 5+2": 5 to train on, 2 set aside. @param {string[]} shapes */
function summary(shapes) {
  const { classes, loose, unlabelled, archives, others, testFolders } = treeOf(entries(shapes));
  const names = (/** @type {{ path: string }[]} */ files) => files.map(({ path }) => path);
  const found = {
    classes: classes.map(({ name, training, testing }) => `${name} ${training.length}${testing.length > 0 ? `+${testing.length}` : ""}`),
    loose: loose.length, unlabelled: unlabelled.length, archives: names(archives), others: names(others), testFolders,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : value > 0)));
}

const NFC = "Café";
const NFD = "Cafe\u0301";
const LONG = "x".repeat(120);

/** @type {[name: string, shapes: string[], expected: ReturnType<typeof summary>][]} */
const TABLE = [
  ["a folder a class", ["d/cats/5", "d/dogs/4"], { classes: ["cats 5", "dogs 4"] }],
  ["folders dropped side by side", ["cats/5", "dogs/4"], { classes: ["cats 5", "dogs 4"] }],
  ["one folder is one class", ["cats/5"], { classes: ["cats 5"] }],
  ["one class in a data set", ["d/cats/5"], { classes: ["cats 5"] }],
  ["loose pictures", ["3"], { loose: 3 }],
  ["numbers sort as numbers", ["d/10/1", "d/2/1", "d/1/1"], { classes: ["1 1", "2 1", "10 1"] }],
  ["nothing", [], {}],
  ["nothing usable", ["d/notes.txt", "d/x/.DS_Store"], { others: ["d/notes.txt"] }],

  ["parts above the classes", ["d/train/cats/8", "d/train/dogs/8", "d/valid/cats/3", "d/valid/dogs/3", "d/test/cats/4", "d/test/dogs/4"],
    { classes: ["cats 8+7", "dogs 8+7"], testFolders: ["test", "valid"] }],
  ["other spellings, other capitals", ["d/Training/cats/2", "d/Training/dogs/2", "d/Validation/CATS/1", "d/Validation/Dogs/1"],
    { classes: ["cats 2+1", "dogs 2+1"], testFolders: ["Validation"] }],
  ["the spelling of what is learnt from", ["d/test/CATS/1", "d/test/dogs/1", "d/train/cats/2", "d/train/Dogs/2"], { classes: ["cats 2+1", "Dogs 2+1"], testFolders: ["test"] }],
  ["dev and testing", ["d/TRAIN/a/2", "d/TRAIN/b/2", "d/dev/a/1", "d/dev/b/1", "d/Testing/a/1", "d/Testing/b/1"],
    { classes: ["a 2+2", "b 2+2"], testFolders: ["dev", "Testing"] }],
  ["parts below the classes", ["d/cats/train/4", "d/cats/test/2", "d/dogs/train/4", "d/dogs/val/2"], { classes: ["cats 4+2", "dogs 4+2"], testFolders: ["test", "val"] }],
  ["parts with words around them", ["training_set/cats/2", "training_set/dogs/2", "test_set/cats/1", "test_set/dogs/1"],
    { classes: ["cats 2+1", "dogs 2+1"], testFolders: ["test_set"] }],
  ["parts in one of their own name", ["seg_train/seg_train/sea/2", "seg_train/seg_train/street/2", "seg_test/seg_test/sea/1", "seg_test/seg_test/street/1", "seg_pred/seg_pred/3"],
    { classes: ["sea 2+1", "street 2+1"], unlabelled: 3, testFolders: ["seg_test"] }],
  ["a data set's name before the part", ["asl_alphabet_train/asl_alphabet_train/A/2", "asl_alphabet_train/asl_alphabet_train/B/2", "asl_alphabet_test/asl_alphabet_test/3"],
    { classes: ["A 2", "B 2"], unlabelled: 3 }],
  ["numbers after the part", ["train2017/a/2", "train2017/b/2", "val2017/a/1", "val2017/b/1"], { classes: ["a 2+1", "b 2+1"], testFolders: ["val2017"] }],
  ["images inside the parts", ["d/train/images/cats/2", "d/train/images/dogs/2", "d/test/cats/1", "d/test/dogs/1"], { classes: ["cats 2+1", "dogs 2+1"], testFolders: ["test"] }],
  ["a test folder without classes", ["d/train/cats/5", "d/train/dogs/5", "d/test/4"], { classes: ["cats 5", "dogs 5"], unlabelled: 4 }],
  ["a large one", ["d/train/cats/5", "d/train/dogs/5", "d/test/40"], { classes: ["cats 5", "dogs 5"], unlabelled: 40 }],
  ["one beside the classes", ["d/cats/5", "d/dogs/5", "d/test/4"], { classes: ["cats 5", "dogs 5"], unlabelled: 4 }],
  ["a test folder beside the classes", ["d/cats/5", "d/dogs/5", "d/test/cats/2", "d/test/dogs/2"], { classes: ["cats 5+2", "dogs 5+2"], testFolders: ["test"] }],
  ["no classes in any part", ["d/train/6", "d/test/3"], { unlabelled: 9 }],
  ["a part alone, without classes", ["train/6"], { unlabelled: 6 }],
  ["a test folder alone", ["test/cats/2", "test/dogs/2"], { classes: ["cats 0+2", "dogs 0+2"], testFolders: ["test"] }],
  ["a prefixed test folder alone", ["birds_test/owl/2", "birds_test/tit/2"], { classes: ["owl 0+2", "tit 0+2"], testFolders: ["birds_test"] }],
  ["a data set that is called a test", ["my_test/train/cats/2", "my_test/train/dogs/2", "my_test/test/1"], { classes: ["cats 2", "dogs 2"], unlabelled: 1 }],
  ["parts in a folder called test", ["test/train/cats/2", "test/train/dogs/2", "test/val/cats/1"], { classes: ["cats 2+1", "dogs 2"], testFolders: ["val"] }],
  ["a training folder alone", ["train/cats/2", "train/dogs/2"], { classes: ["cats 2", "dogs 2"] }],
  ["one class in parts", ["d/train/cats/3", "d/test/cats/2"], { classes: ["cats 3+2"], testFolders: ["test"] }],
  ["folders beside the parts that are none", ["d/train/cats/2", "d/train/dogs/2", "d/test/cats/1", "d/test/dogs/1", "d/single_prediction/2"],
    { classes: ["cats 2+1", "dogs 2+1"], unlabelled: 2, testFolders: ["test"] }],
  ["parts whose names say more", ["d/Training/a/2", "d/Training/b/2", "d/PublicTest/a/1", "d/PublicTest/b/1", "d/PrivateTest/a/1", "d/PrivateTest/b/1"],
    { classes: ["a 2+2", "b 2+2"], testFolders: ["PrivateTest", "PublicTest"] }],
  ["what has the classes of train, whatever it is called", ["d/train/a/2", "d/train/b/2", "d/predict/a/1", "d/predict/b/1"], { classes: ["a 2+1", "b 2+1"], testFolders: ["predict"] }],
  ["what has the classes of test, whatever it is called", ["d/all/a/2", "d/all/b/2", "d/test/a/1", "d/test/b/1"], { classes: ["a 2+1", "b 2+1"], testFolders: ["test"] }],
  ["more to learn from", ["d/train/a/2", "d/train/b/2", "d/train_augmented/a/2", "d/train_augmented/b/2", "d/test/a/1"], { classes: ["a 4+1", "b 4"], testFolders: ["test"] }],
  ["what to choose by with what is learnt from", ["d/train and val/a/2", "d/train and val/b/2", "d/test/a/1", "d/test/b/1"], { classes: ["a 2+1", "b 2+1"], testFolders: ["test"] }],
  ["hold-out and trainval", ["d/trainval/a/2", "d/trainval/b/2", "d/hold-out/a/1", "d/hold-out/b/1"], { classes: ["a 2+1", "b 2+1"], testFolders: ["hold-out"] }],
  ["names that differ in more than the part", ["d/train_new/a/2", "d/train_new/b/2", "d/test_old/a/1", "d/test_old/b/1"], { classes: ["a 2+1", "b 2+1"], testFolders: ["test_old"] }],
  ["Spanish", ["d/Entrenamiento/a/2", "d/Entrenamiento/b/2", "d/Validación/a/1", "d/prueba/b/1"], { classes: ["a 2+1", "b 2+1"], testFolders: ["prueba", "Validación"] }],
  ["German", ["d/Trainingsdaten/a/2", "d/Trainingsdaten/b/2", "d/Testdaten/a/1"], { classes: ["a 2+1", "b 2"], testFolders: ["Testdaten"] }],
  ["Chinese", ["d/训练集/a/2", "d/训练集/b/2", "d/测试集/a/1"], { classes: ["a 2+1", "b 2"], testFolders: ["测试集"] }],
  ["Japanese", ["d/学習用/a/2", "d/学習用/b/2", "d/テスト/a/1"], { classes: ["a 2+1", "b 2"], testFolders: ["テスト"] }],
  ["classes with the same places inside are no parts", ["d/church/inside/2", "d/church/outside/2", "d/station/inside/2", "d/station/outside/2"], { classes: ["church 4", "station 4"] }],
  ["trains are a class", ["d/bus/2", "d/car/2", "d/train/2"], { classes: ["bus 2", "car 2", "train 2"] }],
  ["trains are a class in parts", ["d/train/bus/2", "d/train/train/2", "d/test/bus/1", "d/test/train/1"], { classes: ["bus 2+1", "train 2+1"], testFolders: ["test"] }],
  ["kinds of trains are classes", ["d/steam train/2", "d/toy train/2"], { classes: ["steam train 2", "toy train 2"] }],
  ["valid and invalid are classes", ["d/valid/2", "d/invalid/2"], { classes: ["invalid 2", "valid 2"] }],
  ["valid and invalid with images inside", ["d/valid/images/2", "d/invalid/images/2"], { classes: ["invalid 2", "valid 2"] }],

  ["images inside each class", ["d/cats/images/5", "d/dogs/images/5"], { classes: ["cats 5", "dogs 5"] }],
  ["pieces inside each class", ["d/cats/split_1/3", "d/cats/split_2/3", "d/dogs/split_1/3", "d/dogs/split_2/3"], { classes: ["cats 6", "dogs 6"] }],
  ["pieces inside one class", ["cats/split_1/3", "cats/split_2/3"], { classes: ["cats 6"] }],
  ["images inside one class", ["cats/images/3"], { classes: ["cats 3"] }],
  ["folds above the classes", ["d/fold_1/cats/2", "d/fold_1/dogs/2", "d/fold_2/cats/2", "d/fold_2/dogs/2"], { classes: ["cats 4", "dogs 4"] }],
  ["the same folders inside each class", ["d/flat/outdoor/4", "d/flat/indoor/4", "d/church/outdoor/4", "d/church/indoor/4"], { classes: ["church 8", "flat 8"] }],
  ["other folders inside each class", ["d/cats/monday/2", "d/dogs/tuesday/2", "d/dogs/2"], { classes: ["cats 2", "dogs 4"] }],
  ["classes at different depths", ["d/cats/2", "d/dogs/images/raw/2"], { classes: ["cats 2", "dogs 2"] }],
  ["a folder inside a class", ["cats/6", "cats/kittens/2"], { classes: ["cats 8"] }],
  ["a folder called images", ["images/3"], { classes: ["images 3"] }],
  ["images beside labels", ["d/images/cats/2", "d/images/dogs/2", "d/labels/cats/0.txt"], { classes: ["cats 2", "dogs 2"], others: ["d/labels/cats/0.txt"] }],

  ["masks inside each class", ["d/ill/images/3", "d/ill/masks/3", "d/well/images/2", "d/well/masks/2"], { classes: ["ill 3", "well 2"], unlabelled: 5 }],
  ["masks beside images", ["d/images/cats/2", "d/images/dogs/2", "d/masks/cats/2", "d/masks/dogs/2"], { classes: ["cats 2", "dogs 2"], unlabelled: 4 }],
  ["masks are a class", ["d/masks/2", "d/hats/2"], { classes: ["hats 2", "masks 2"] }],
  ["originals and what was made of them", ["d/Original Images/cats/2", "d/Original Images/dogs/2", "d/Augmented Images/cats/4", "d/Augmented Images/dogs/4"], { classes: ["cats 6", "dogs 6"] }],

  ["hidden and junk folders", [
    "d/cats/2", "d/dogs/2", "d/cats/.ipynb_checkpoints/1", "d/cats/.thumbnails/normal/1", "d/.git/logs/1", "d/.Trash-1000/files/1", "d/__MACOSX/cats/1",
    "d/$RECYCLE.BIN/1", "d/@eaDir/1", "d/Thumbs.db", "d/cats/desktop.ini", "d/cats/._0.png", "d/System Volume Information/1",
  ], { classes: ["cats 2", "dogs 2"] }],
  ["hidden folders beside the classes", ["cats/2", "dogs/2", ".ipynb_checkpoints/1", "__MACOSX/cats/2"], { classes: ["cats 2", "dogs 2"] }],
  ["a hidden folder that was chosen", [".data/cats/2", ".data/dogs/2"], { classes: ["cats 2", "dogs 2"] }],
  ["files that are no pictures", ["d/cats/2", "d/cats/notes.txt", "d/dogs/2", "d/labels.csv", "d/annotations/instances.json"],
    { classes: ["cats 2", "dogs 2"], others: ["d/annotations/instances.json", "d/cats/notes.txt", "d/labels.csv"] }],
  ["an archive", ["d/cats/2", "d/dogs/2", "d/more.zip", "d/more.tar.gz"], { classes: ["cats 2", "dogs 2"], archives: ["d/more.tar.gz", "d/more.zip"] }],
  ["a stray picture", ["d/stray.png", "d/cats/2", "d/dogs/2"], { classes: ["cats 2", "dogs 2"], unlabelled: 1 }],
  ["a stray picture beside one class", ["d/stray.png", "d/cats/2"], { classes: ["cats 2"], unlabelled: 1 }],
  ["loose pictures beside folders", ["a.png", "b.png", "cats/2", "dogs/2"], { classes: ["cats 2", "dogs 2"], unlabelled: 2 }],

  ["a blank at the end", ["train/cat /2", "train/dog/2", "test/cat/1", "test/dog/1"], { classes: ["cat 2+1", "dog 2+1"], testFolders: ["test"] }],
  ["two blanks, and one that does not break", ["a/big  cat/2", "a/dog/1", "b/big\u00a0cat/1", "b/dog/1"], { classes: ["a 3", "b 2"] }],
  ["composed and decomposed accents", [`${NFC}/2`, `${NFD}/1`, "Bar/1"], { classes: ["Bar 1", `${NFC} 3`] }],
  ["capitals side by side stay apart", ["d/A/2", "d/a/3"], { classes: ["a 3", "A 2"] }],
  ["a long name", [`d/${LONG}/2`, "d/dog/1"], { classes: ["dog 1", `${"x".repeat(100)} 2`] }],
  ["names that mean something to JavaScript", ["constructor/2"], { classes: ["constructor 2"] }],
  ["names in which nothing can be seen", ["d/cats/\u200b/2", "d/dogs/\u00ad/2"], { classes: ["cats 2", "dogs 2"] }],
  ["marks of direction and of how an emoji looks", ["d/cat\u200e/2", "d/cat/1", "d/❤\ufe0f/2", "d/❤/1"], { classes: ["❤\ufe0f 3", "cat\u200e 3"] }],
  ["joiners can be seen", ["d/👩\u200d🔬/2", "d/👩🔬/1"], { classes: ["👩\u200d🔬 2", "👩🔬 1"] }],
  ["long names that differ in their middles", [`${LONG}${LONG}/2`, `${LONG}${LONG}${LONG}/1`], { classes: [`${"x".repeat(50)}…${"x".repeat(44)} 2 1`, `${"x".repeat(50)}…${"x".repeat(49)} 2`] }],
  ["long names that differ at their ends", [`d/${LONG}a/2`, `d/${LONG}b/1`], { classes: [`${"x".repeat(50)}…${"x".repeat(48)}a 2`, `${"x".repeat(50)}…${"x".repeat(48)}b 1`] }],
];

for (const [name, shapes, expected] of TABLE) test(name, () => assert.deepEqual(summary(shapes), expected));

test("what is added to one class keeps its parts", () => {
  const { training, testing, others } = partsOfOne(entries(["cats/train/3", "cats/test/2", "cats/.git/1", "cats/notes.txt"]));
  assert.deepEqual([training.length, testing.length, others.map(({ path }) => path)], [3, 2, ["cats/notes.txt"]]);
});
