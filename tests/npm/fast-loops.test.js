/** The innermost loops that kernels/build writes compute what the compiler's do: with plain SIMD to the bit, with relaxed SIMD but for rounding. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

const skip = existsSync(new URL("../../pkg/dist/pupil.js", import.meta.url)) ? false : "pkg/dist is not built: cargo xtask pkg";

let page;
onOwnPages((fresh) => (page = fresh));

/** A product and a sum are rounded once in place of twice: the embeddings, of a length of about 20, differ by less than this. */
const TOLERANCE = 1e-4;

/** How many kinds of loops a browser refuses, the fastest first. */
const REFUSED = { relaxed: 0, plain: 1, compiled: 2 };

/**
 * Embeddings of a picture of noise by both modules, in a browser that refuses so many of them.
 * @param {keyof typeof REFUSED} kind @param {string} weights
 */
function embeddings(kind, weights) {
  return page.evaluate(async ({ kind, refused, weights }) => {
    const bytes = new Uint8Array(await (await fetch(`/pkg/dist/${weights}`)).arrayBuffer());
    const rgba = Uint8Array.from({ length: 300 * 300 * 4 }, (_, i) => (i % 4 === 3 ? 255 : (Math.imul(i, 2654435761) >>> 13) & 255));
    const { validate } = WebAssembly;
    const start = async (file) => {
      let asked = 0;
      WebAssembly.validate = (module) => ++asked > refused && validate(module);
      const module = await import(`/pkg/dist/${file}.js?${kind}`);
      await module.default({ module_or_path: `/pkg/dist/${file}_bg.wasm` });
      WebAssembly.validate = validate;
      return { module, asked };
    };
    const [engine, small] = [await start("pupil"), await start("embedder")];
    const [picture, other] = [engine, small].map(({ module }) => module.Picture.fromRgba(rgba, 300, 300));
    const embedder = new small.module.Embedder(bytes);
    return {
      asked: [engine.asked, small.asked],
      engine: [...(await (await engine.module.Engine.create("cpu", bytes)).embed(picture))],
      small: [...embedder.embed(embedder.square(other))],
    };
  }, { kind, refused: REFUSED[kind], weights });
}

for (const network of ["efficientnet_lite0", "efficientnet_lite2"]) {
  test(`${network}: all loops agree, in both modules`, { skip }, async () => {
    const weights = `${network}.safetensors`;
    const [compiled, plain, relaxed] = [await embeddings("compiled", weights), await embeddings("plain", weights), await embeddings("relaxed", weights)];
    assert.deepEqual([compiled, plain, relaxed].map(({ asked }) => asked), [[2, 2], [2, 2], [1, 1]]);
    for (const { engine, small } of [compiled, plain, relaxed]) assert.deepEqual(engine, small);
    assert.deepEqual(plain.engine, compiled.engine);
    const most = Math.max(...relaxed.engine.map((value, i) => Math.abs(value - plain.engine[i])));
    assert.ok(most < TOLERANCE, `they differ by ${most}`);
    assert.notDeepEqual(relaxed.engine, plain.engine, "not a bit differs: relaxed SIMD was not used");
  });
}
