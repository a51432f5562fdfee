/** Zip files are written as a stream and read again; of one that is cut off or damaged, what is whole is found. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { crc32 } from "../../pkg/lib/shared/salvage.js";
import { FileNames, typeOf, withExtension } from "../../pkg/lib/shared/file-names.js";
import { onOwnPages } from "./browser.js";

const TEXTS = { "a/one.txt": "first", "a/two.txt": "second, longer", "b/ünï ☃.txt": "third" };

let page;
onOwnPages((fresh) => (page = fresh));

/** The bytes of a zip of texts. */
async function zipped(texts) {
  const bytes = await page.evaluate(async (texts) => {
    const { writeZip } = await import("/pkg/lib/shared/zip.js");
    const { collector } = await import("/pkg/lib/worker/archive/collect.js");
    const { stream, file } = collector("application/zip");
    await writeZip((async function* () {
      for (const [name, text] of Object.entries(texts)) yield { name, data: new Blob([text]) };
    })(), stream);
    return [...new Uint8Array(await file().arrayBuffer())];
  }, texts);
  return Buffer.from(bytes);
}

/** The texts in each of some zips by their names; null for one that is damaged. */
function texts(files) {
  return page.evaluate(async (files) => {
    const { readZip } = await import("/pkg/lib/shared/zip.js");
    return Promise.all(files.map(async (bytes) => {
      const { entries, whole } = await readZip(new Blob([Uint8Array.from(bytes)]));
      const read = entries.map(async ({ name, read }) => [name, await read().then((blob) => blob.text(), () => null)]);
      return { whole, texts: Object.fromEntries(await Promise.all(read)) };
    }));
  }, files.map((file) => [...file]));
}

suite("zip", () => {
  test("what is written is read again, and by another program", async () => {
    const file = await zipped(TEXTS);
    assert.deepEqual(await texts([file]), [{ whole: true, texts: TEXTS }]);
    const folder = mkdtempSync(join(tmpdir(), "pupil-zip-"));
    writeFileSync(join(folder, "a.zip"), file);
    const program = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip(), [z.read(n).decode() for n in z.namelist()])";
    assert.equal(execFileSync("python3", ["-c", program, join(folder, "a.zip")], { encoding: "utf8" }).trim(), "None ['first', 'second, longer', 'third']");
    rmSync(folder, { recursive: true });
  });

  test("cut off anywhere, the files before the cut are there", async () => {
    const file = await zipped(TEXTS);
    const ends = Object.values(TEXTS).map((text) => file.indexOf(text) + Buffer.byteLength(text));
    const sizes = Array.from({ length: file.length }, (_, size) => size);
    const expected = sizes.map((size) => ({ whole: false, texts: Object.fromEntries(Object.entries(TEXTS).filter((_, index) => ends[index] <= size)) }));
    assert.deepEqual(await texts(sizes.map((size) => file.subarray(0, size))), expected);
  });

  test("a damaged byte costs the file that it is in, with or without the list at the end", async () => {
    const file = await zipped(TEXTS);
    const expected = { ...TEXTS, "a/two.txt": null };
    file[file.indexOf("second")] ^= 1;
    assert.deepEqual(await texts([file, file.subarray(0, -30)]), [{ whole: true, texts: expected }, { whole: false, texts: expected }]);
    // A header has 30 bytes before the name (APPNOTE.TXT 4.3.7). One that is gone costs its file alone.
    file[file.indexOf("a/two.txt") - 30] = 0;
    const { "a/two.txt": _, ...others } = TEXTS;
    assert.deepEqual(await texts([file.subarray(0, -30)]), [{ whole: false, texts: others }]);
  });

  test("names as other programs write them: backslashes, and folders that are none", async () => {
    // Names of the same length are put in place of those that were written.
    const renamed = async (names) => {
      const file = await zipped(Object.fromEntries(Object.keys(names).map((name) => [name, "text"])));
      for (const [name, other] of Object.entries(names)) for (const at of [file.indexOf(name), file.lastIndexOf(name)]) file.write(other, at);
      return file;
    };
    const files = [await renamed({ "cats-one": "cats\\one", "dogs-two": "dogs\\two", "birds-": "birds\\" }), await renamed({ "12345cats/one": ".././/cats/on", "123/two": "a\\b/two" })];
    const expected = [["cats/one", "dogs/two"], ["cats/on", "a\\b/two"]];
    const found = await texts([...files, ...files.map((file) => file.subarray(0, -10))]);
    assert.deepEqual(found.map(({ texts }) => Object.keys(texts)), [...expected, ...expected]);
  });

  test("what is no zip has no files", async () => {
    assert.deepEqual(await texts([Buffer.from("no zip at all"), Buffer.alloc(0)]), Array(2).fill({ whole: false, texts: {} }));
  });

  test("the checksum is the one of the standard", () => {
    assert.equal(crc32(new TextEncoder().encode("123456789")), 0xcbf43926); // the check value of CRC-32/ISO-HDLC
  });

  test("what cannot be written to, or is stopped, is given up, and the reason is passed on", async () => {
    const found = await page.evaluate(async () => {
      const { writeZip } = await import("/pkg/lib/shared/zip.js");
      const aborted = [];
      const messageOf = (promise) => promise.then(() => null, ({ message }) => message);
      const entries = async function* (stops) {
        for (let index = 0; index < 9; index++) yield { name: `${index}`, data: new Blob(["text"]) };
        if (stops) throw new Error("stop");
      };
      const full = new WritableStream({ write: () => Promise.reject(new Error("full")) });
      let bytes = 0;
      await writeZip(entries(false), new WritableStream({ write: ({ length }) => void (bytes += length) }));
      const nearlyFull = new WritableStream({ write: ({ length }) => ((bytes -= length) < 1 ? Promise.reject(new Error("full at the end")) : undefined) });
      const good = new WritableStream({ abort: ({ message }) => void aborted.push(message) });
      const messages = [await messageOf(writeZip(entries(false), full)), await messageOf(writeZip(entries(false), nearlyFull)), await messageOf(writeZip(entries(true), good))];
      return { messages, aborted };
    });
    assert.deepEqual(found, { messages: ["full", "full at the end", "stop"], aborted: ["stop"] });
  });
});

suite("names of files", () => {
  const taken = (...names) => {
    const folder = new FileNames();
    return names.map((name) => folder.take(name));
  };

  test("are valid everywhere, and say what they said", () => {
    assert.deepEqual(taken("ball", "Fuß ☃ 猫", "a/b\\c:d*e?f", "..", " end. ", "", "CON", "com1.png", "a\u0000b\u202e"), ["ball", "Fuß ☃ 猫", "a_b_c_d_e_f", "_", "end", "_ (2)", "_CON", "_com1.png", "a_b_"]);
  });

  test("are told apart where systems do not tell capitals apart", () => {
    assert.deepEqual(taken("cat.png", "Cat.png", "CAT.PNG", "cat 2.png", "é", "e\u0301"), ["cat.png", "Cat (2).png", "CAT (3).PNG", "cat 2.png", "é", "é (2)"]);
  });

  test("are short enough for every file system, which takes 255 bytes", () => {
    const [long, again] = taken(`${"猫".repeat(200)}.png`, `${"猫".repeat(200)}.png`);
    assert.ok([long, again].every((name) => Buffer.byteLength(name) < 200 && name.endsWith(".png")), long);
    assert.notEqual(long, again);
  });

  test("have an extension that says what the picture is", () => {
    assert.deepEqual([typeOf("a.JPG"), typeOf("a.notes"), withExtension("recording 1", "image/jpeg"), withExtension("thing", "")], ["image/jpeg", "", "recording 1.jpg", "thing"]);
  });
});
