/** Finds the folders that are parts of a data set (train, validation, test), not classes. */
import { looseKey } from "../page/names.js";
import { innerFolders } from "./folder.js";

/** @import { Folder } from "./folder.js" */
/** @typedef {"train" | "validation" | "test"} Role what a part is for */

/** How people call them, in the languages that data sets are published in, without accents. @type {Record<Role, string>} */
const SPELLINGS = {
  train: "train training trn trainval entrenamiento treino treinamento entrainement apprentissage addestramento обучение обучающая 训练 訓練 学习 学習 학습 훈련",
  validation: "validation valid val validate validating dev development eval evaluation holdout unseen validacion validacao validierung validazione валидация 验证 驗證 検証 검증",
  test: "test testing tests tst prueba pruebas teste testes prova тест тестовая 测试 測試 テスト 테스트 시험",
};

/** @type {Map<string, Role>} */
const WORDS = new Map(Object.entries(SPELLINGS).flatMap(([role, words]) => words.split(" ").map((word) => /** @type {const} */ ([plain(word), /** @type {Role} */ (role)]))));

/** They stand beside such a word and say nothing: "test_images", "seg_train", "train2017". */
const FILLERS = /^(set|data|dataset|images?|imgs?|pictures?|pics|photos?|samples?|split|folder|files|seg|the|my)$/;

/** "trainset" is "train", too. */
const GLUED = /^(.+?)(sets?|s?daten|data|images|用|集)$/u;

/** Folders that hold pieces of what their parent names. */
const PIECE = /^(images?|imgs?|pictures?|pics|photos?|jpe?gs?|pngs?|files|frames|((split|fold|batch|part|chunk|shard|subset)[ _-]?\d+)|((originals?|augmented|raw)([ _-](images?|data|dataset))?))$/;

/** Folders of pictures that say where things are in the pictures beside them. */
const ANNOTATIONS = /^(masks?|labels?|annotations?|segmentations?|ground[ _-]?truths?|gt|segmented|trimaps?)$/;

/**
 * Which of a folder's subfolders are parts.
 * @param {Folder} folder
 * @returns {Map<Folder, Role>} empty if they are not parts
 */
export function partsOf({ folders }) {
  const named = rolesOf(folders);
  if (named.size === folders.length) return named;
  const alike = withTheSameClasses(folders, named.size > 0 ? named : mentionedRoles(folders));
  if (alike.size > 1) return new Map([...[...named].filter(([, role]) => role === "test"), ...alike]);
  return new Map([...named].filter(([part, role]) => role === "test" || sharesClasses(part, folders, named)));
}

/**
 * Folders with the same classes inside as a part beside them are parts, too, whatever they are called: "PublicTest", "train_augmented".
 * @param {Folder[]} folders @param {Map<Folder, Role>} known @returns {Map<Folder, Role>}
 */
function withTheSameClasses(folders, known) {
  const classes = (/** @type {Folder} */ folder) => new Set(innerFolders(folder).filter((inner) => !isPiece(inner)).map(({ name }) => looseKey(name)));
  const ofParts = [...known.keys()].map(classes);
  const isAlike = (/** @type {Folder} */ folder) => {
    const own = classes(folder);
    return !isAnnotation(folder) && ofParts.some((others) => [...own].filter((name) => others.has(name)).length * 2 > own.size);
  };
  const isTaught = [...known.values()].includes("train");
  const roleOf = (/** @type {Folder} */ folder) => known.get(folder) ?? mentionedRole(folder) ?? (isTaught ? "test" : "train");
  return new Map(folders.filter((folder) => known.has(folder) || isAlike(folder)).map((folder) => [folder, roleOf(folder)]));
}

/** Folders whose names speak of parts, if both what is learnt from and what is not are spoken of. @param {Folder[]} folders */
function mentionedRoles(folders) {
  const named = rolesBy(folders, (_, folder) => mentionedRole(folder));
  return new Set(named.values()).size > 1 && [...named.values()].includes("train") ? named : new Map();
}

/** What a name with other words in it speaks of; "train and val" is learnt from. @param {Folder} folder @returns {Role | undefined} */
function mentionedRole({ name }) {
  const roles = wordsOf(name).flatMap((word) => roleOfWord(word) ?? []);
  return roles.find((role) => role === "test") ?? roles.find((role) => role === "train") ?? roles[0];
}

/** Whether the folder holds masks or the like of the pictures in one beside it. @param {Folder} folder */
export function isAnnotation({ name }) {
  return ANNOTATIONS.test(looseKey(name));
}

/** Whether the folder holds pieces of what its parent names: "images", "split_1". @param {Folder} folder */
export function isPiece({ name }) {
  return PIECE.test(looseKey(name));
}

/** @param {Folder[]} folders @returns {Map<Folder, Role>} */
function rolesOf(folders) {
  const clear = folders.flatMap((folder) => clearRole(folder.name) ?? []).length > 0;
  return clear ? rolesBy(folders, clearRole) : prefixedRoles(folders);
}

/** @param {Folder[]} folders @param {(name: string, folder: Folder) => Role | undefined} roleOf @returns {Map<Folder, Role>} */
function rolesBy(folders, roleOf) {
  return new Map(folders.flatMap((folder) => {
    const role = roleOf(folder.name, folder);
    return role ? [/** @type {const} */ ([folder, role])] : [];
  }));
}

/** "test", "Test images", "testset". @param {string} name */
function clearRole(name) {
  const words = wordsOf(name).filter((word) => !FILLERS.test(word));
  return words.length === 1 ? roleOfWord(words[0]) : undefined;
}

/**
 * "birds_train" beside "birds_test"; or "birds_test" alone with classes, not parts, inside. A "steam train" beside a "toy train" is none.
 * @param {Folder[]} folders
 * @returns {Map<Folder, Role>}
 */
function prefixedRoles(folders) {
  const split = folders.map(({ name }) => prefixed(name));
  const roles = new Set(split.map((each) => each?.role));
  const prefixes = new Set(split.map((each) => each?.prefix));
  const [only, ...others] = folders;
  const alone = only !== undefined && others.length === 0 && innerFolders(only).length > 1 && rolesOf(innerFolders(only)).size === 0;
  const parts = !roles.has(undefined) && prefixes.size === 1 && (roles.size > 1 || alone);
  return parts ? rolesBy(folders, (name) => prefixed(name)?.role) : new Map();
}

/** @param {string} name */
function prefixed(name) {
  const words = wordsOf(name);
  const index = roleOfWord(words.at(-1)) ? words.length - 1 : 0;
  const role = roleOfWord(words[index]);
  return role && { role, prefix: words.toSpliced(index, 1).join(" ") };
}

/** A part beside folders that are none has the same classes as they, or as another part. @param {Folder} part @param {Folder[]} folders @param {Map<Folder, Role>} named */
function sharesClasses(part, folders, named) {
  const others = folders.filter((folder) => folder !== part);
  const beside = others.flatMap((folder) => (named.has(folder) ? innerFolders(folder) : [folder]));
  const names = new Set(beside.filter((folder) => !isPiece(folder)).map(({ name }) => looseKey(name)));
  return innerFolders(part).some(({ name }) => names.has(looseKey(name)));
}

/** @param {string | undefined} word */
function roleOfWord(word = "") {
  return WORDS.get(word) ?? WORDS.get(GLUED.exec(word)?.[1] ?? "");
}

/** The words of a name, without digits and accents. @param {string} name */
function wordsOf(name) {
  const spaced = name.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").replace(/hold[ _-]?out/giu, "holdout");
  return plain(looseKey(spaced)).split(/[^\p{L}\p{M}]+/u).filter((word) => word !== "");
}

/** Without the accents of Latin letters. @param {string} text */
function plain(text) {
  return text.normalize("NFD").replace(/(?<=\p{Script=Latin})\p{M}+/gu, "").normalize("NFC");
}
