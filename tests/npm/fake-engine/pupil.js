/**
 * A stand-in for Pupil's WebAssembly module: the same contract, a toy underneath, and faults when a test plans them. Like the
 * real one it must not be re-entered.
 */
import { FakeEngine } from "./engine.js";
import { fail } from "./errors.js";
import { fault } from "./faults.js";

export { Picture } from "./picture.js";

const NETWORKS = ["toy", "another"].map((architecture, index) => ({
  architecture, size: 224, features: 64, blocks: [], parameters: 1, bytesF32: 4, bytesF16: 2, multiplyAdds: index + 1, memory: 4, trainingMemory: 4, published: null,
}));

/** Needs no code: the empty pupil_bg.wasm here is only fetched. */
export default async function init() {}

export const Engine = {
  catalogue: () => NETWORKS,

  comparison(right) {
    const count = (matches) => right.filter(matches).length;
    return right.length === 0 ? null : {
      pictures: right.length, before: count(([before]) => before), after: count(([, after]) => after), onlyBefore: count(([before, after]) => before && !after),
      onlyAfter: count(([before, after]) => after && !before), couldBeChance: true,
    };
  },

  /** Like burn's, the GPU's engine takes a device from the browser. */
  async create(backend, weights) {
    await fault(`create ${backend}`);
    const text = new TextDecoder().decode(weights);
    if (!text.includes("network")) fail("wrong_weights");
    if (backend === "webgpu") await (await navigator.gpu.requestAdapter()).requestDevice({ requiredFeatures: ["timestamp-query"] });
    return guarded(new FakeEngine(backend, text.includes("another network") ? "another" : "toy"));
  },
};

/** Has each call ask for a planned fault first, and refuses what comes in the middle of another call. */
function guarded(engine) {
  let busy = null;
  const guard = (name, method) => (...args) => {
    if (busy) throw new Error(`${name} was called in the middle of ${busy}: recursive use of an object`);
    busy = name;
    const leave = () => (busy = null);
    try {
      // A fault that takes time makes the whole call take time.
      const planned = fault(name);
      const result = planned ? planned.then((instead) => instead ?? method.apply(engine, args)) : method.apply(engine, args);
      if (result instanceof Promise) return result.finally(leave);
      leave();
      return result;
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) leave();
      throw error;
    }
  };
  return new Proxy(engine, {
    // A promise looks whether there is a method `then`.
    get: (target, name) => target[name] && guard(name, target[name]),
  });
}
