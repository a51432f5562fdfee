/** Faults that a test has planned. The test's server holds the plan, since it must outlive a crashed worker. */
import { fail } from "./errors.js";

const FAULTS = {
  /** What a panic in a synchronous method of the real engine does. */
  trap() {
    throw new WebAssembly.RuntimeError("unreachable");
  },
  /** What a panic in an asynchronous method does: its promise never settles, and an exception is left uncaught. */
  asyncTrap() {
    setTimeout(() => {
      throw new WebAssembly.RuntimeError("unreachable");
    });
    return new Promise(() => {});
  },
  /** What the GPU's engine throws when its device is lost. */
  device: () => fail("device", "The device failed while computing."),
  /** A failure that the engine survives. */
  error: () => fail("gpu_unavailable", "The GPU cannot be used here."),
  /** Takes its time, then does what it should. */
  slow: () => new Promise((resolve) => setTimeout(resolve, 100)),
};

/** Takes the next fault that is planned for a method, if there is one, and causes it. A number is what the method then returns. */
export function fault(method) {
  const request = new XMLHttpRequest();
  request.open("POST", `/fault/${method}`, false);
  request.send();
  const planned = request.responseText;
  return /^\d+$/.test(planned) ? Promise.resolve(Number(planned)) : FAULTS[planned]?.();
}
