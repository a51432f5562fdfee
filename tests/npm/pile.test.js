/** The pile's plain parts: order, groups, the table for other programs, where copies go, times in films. */
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { fromPage } from "./page-modules.js";

const { timesOf } = await fromPage("films/frames.js");
const { clock } = await fromPage("page/words.js");
const { csvLines } = await fromPage("pile/csv.js");
const { arranged, groups } = await fromPage("pile/order.js");
const { placesOf } = await fromPage("pile/places.js");

const CLASSES = [{ classId: 4, label: "bee" }, { classId: 2, label: "ant" }];

/** A row; without scores it has no answer yet, with words in their place it never gets one. */
function row(id, path, scores = null, { none = false, time = null } = {}) {
  const isAnswer = Array.isArray(scores);
  const best = isAnswer && scores[1] > scores[0] ? 1 : 0;
  const answer = isAnswer ? { basis: {}, classes: CLASSES, scores: Float32Array.from(scores), best, second: 1 - best, none } : null;
  return { id, path, name: path.split("/").at(-1), time, answer, trouble: typeof scores === "string" ? scores : "", picture: null };
}

const nameOfClass = ({ label }) => label;
const nameOf = ({ answer }) => (answer ? answer.classes[answer.best].label : "");
const paths = (rows) => rows.map(({ path }) => path).join(" ");

const ROWS = [
  row(0, "b10", [0.75, 0.25]), row(1, "b2", [0.125, 0.875]), row(2, "c", "It is damaged."), row(3, "a"),
  row(4, "d", [0.5, 0.5], { none: true }), row(5, "e", [0.25, 0.75]),
];

suite("order", () => {
  const by = (column, falls = false) => paths(arranged(ROWS, "", column && { column, falls }, nameOf));

  test("as they came, or by a column; what has no answer last", () => {
    assert.equal(by(null), "b10 b2 c a d e");
    assert.equal(by("name"), "a b2 b10 c d e");
    assert.equal(by("name", true), "e d c b10 b2 a");
    assert.equal(by("class"), "b2 e b10 d c a");
    assert.equal(by("sure"), "d b10 e b2 c a");
    assert.equal(by("sure", true), "b2 b10 e d c a");
    assert.equal(by("none"), "d b2 b10 e c a");
  });

  test("frames of a film are in the order of their times", () => {
    const frames = [row(0, "film", null, { time: 10 }), row(1, "film", null, { time: 9 })];
    assert.deepEqual(arranged(frames, "", { column: "name", falls: false }, nameOf).map(({ time }) => time), [9, 10]);
  });

  test("each row is in one group", () => {
    assert.deepEqual([...groups(ROWS)], [["class 2", 2], ["class 4", 1], ["trouble", 1], ["waiting", 1], ["none", 1]]);
    assert.equal(paths(arranged(ROWS, "class 2", null, nameOf)), "b2 e");
    assert.equal(paths(arranged(ROWS, "none", null, nameOf)), "d");
  });
});

suite("table for other programs", () => {
  const lines = (rows) => csvLines(rows, nameOfClass);

  test("a byte order mark, a heading, a line for each row", () => {
    assert.deepEqual(lines([row(0, "x/1.jpg", [0.75, 0.25]), row(1, "2.jpg", "It is damaged."), row(2, "3.jpg")]), [
      "\ufeffpath,class,score,second best,score of second best,none of these,p(bee),p(ant),problem\r\n",
      "x/1.jpg,bee,0.75,ant,0.25,false,0.75,0.25,\r\n",
      "2.jpg,,,,,,,,It is damaged.\r\n",
      "3.jpg,,,,,,,,\r\n",
    ]);
  });

  test("quoted as RFC 4180 has it", () => {
    const line = csvLines([row(0, 'a, "b"\n.jpg', [1, 0])], ({ label }) => `${label}, the`)[1];
    assert.equal(line, '"a, ""b""\n.jpg","bee, the",1,"ant, the",0,false,1,0,\r\n');
  });

  test("a path is no formula, and still the same path", () => {
    const starts = ["=1+1.jpg", "+1.jpg", "-1.jpg", "@a.jpg", "a=1.jpg"].map((path) => lines([row(0, path)])[1].split(",")[0]);
    assert.deepEqual(starts, ["./=1+1.jpg", "./+1.jpg", "./-1.jpg", "./@a.jpg", "a=1.jpg"]);
  });

  test("frames of films have seconds", () => {
    const [head, frame, file] = lines([row(0, "f.mp4", [1, 0], { time: 1.5 }), row(1, "a.jpg", [1, 0])]).map((line) => line.split(",").slice(0, 3).join());
    assert.deepEqual([head, frame, file], ["\ufeffpath,seconds,class", "f.mp4,1.5,bee", "a.jpg,,bee"]);
  });

  test("answers of two models have the classes of both", () => {
    const other = row(1, "b", [1, 0]);
    other.answer.classes = [{ classId: 4, label: "bee" }, { classId: 7, label: "fly" }];
    const [head, first, second] = lines([row(0, "a", [0.5, 0.5]), other]).map((line) => line.trim().split(",").slice(6));
    assert.deepEqual([head, first, second], [["p(bee)", "p(ant)", "p(fly)", "problem"], ["0.5", "0.5", "", ""], ["1", "", "0", ""]]);
  });
});

suite("where copies go", () => {
  const places = (rows, name = nameOf) => placesOf(rows, name).map(({ folder, name }) => `${folder}/${name}`);

  test("a folder a class; nothing of what has no answer", () => {
    assert.deepEqual(places(ROWS, (each) => (each.answer.none ? "none of these" : nameOf(each))), ["bee/b10", "ant/b2", "none of these/d", "ant/e"]);
  });

  test("no two have the same name, whatever its capitals", () => {
    const rows = ["x/1.JPG", "y/1.jpg", "1 (2).jpg", "z/1.jpg"].map((path, id) => row(id, path, [1, 0]));
    assert.deepEqual(places(rows), ["bee/1.JPG", "bee/1 (2).jpg", "bee/1 (2) (2).jpg", "bee/1 (3).jpg"]);
    const folders = places([row(0, "a", [1, 0]), row(1, "b", [0, 1])], (each) => (nameOf(each) === "bee" ? "Bee" : "bee"));
    assert.deepEqual(folders, ["Bee/a", "bee (2)/b"]);
  });

  test("names that every system takes", () => {
    const folderFor = (name) => places([row(0, "a.jpg", [1, 0])], () => name)[0].split("/")[0];
    const names = { 'a/b\\c:d*e?f"g<h>i|j': "a_b_c_d_e_f_g_h_i_j", " bee ": "bee", "..": "_", "bee...": "bee", CON: "_CON", "nul.x": "_nul.x", "console": "console", "": "_", "é": "é" };
    for (const [name, expected] of Object.entries(names)) assert.equal(folderFor(name), expected);
    const long = places([row(0, `${"x".repeat(300)}.jpeg`, [1, 0])])[0];
    assert.equal(long, `bee/${"x".repeat(180)}.jpeg`);
  });
});

test("times in films", () => {
  assert.deepEqual(timesOf(2.5, 1), [0, 1, 2]);
  assert.deepEqual(timesOf(0.3, 1), [0]);
  assert.deepEqual(timesOf(0.6, 0.2), [0, 0.2, 0.4]);
  assert.deepEqual([0, 7, 65.5, 600, 3723, 59.96].map(clock), ["0:00", "0:07", "1:05.5", "10:00", "1:02:03", "1:00"]);
});
