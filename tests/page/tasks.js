/** Measures how long the page's main thread is busy at a stretch, in its own CPU time: other programs on the machine do not count. */

/** @typedef {{ name: string, ph: string, pid: number, tid: number, ts: number, dur?: number, tdur?: number, args: Record<string, any> }} TraceEvent */

/**
 * @param {import("playwright-core").Page} page
 * @returns {Promise<() => Promise<number>>} ends the watch: milliseconds of the longest task
 */
export async function watchTasks(page) {
  const browser = page.context().browser();
  if (!browser) throw new Error("a persistent context has no browser to trace");
  await browser.startTracing(page, { categories: ["toplevel"] });
  return async () => {
    /** @type {TraceEvent[]} */
    const events = JSON.parse(String(await browser.stopTracing())).traceEvents;
    return longest(events.filter(onMainThread(events)));
  };
}

/** @param {TraceEvent[]} events */
function onMainThread(events) {
  const names = events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  const threads = new Set(names.map(({ pid, tid }) => `${pid} ${tid}`));
  return (/** @type {TraceEvent} */ { pid, tid }) => threads.has(`${pid} ${tid}`);
}

/** @param {TraceEvent[]} events */
function longest(events) {
  const tests = events.filter(({ args }) => args.chrome_mojo_event_info?.mojo_interface_tag === "blink.mojom.DevToolsSession");
  const tasks = events.filter(({ name, ph }) => ph === "X" && name === "ThreadControllerImpl::RunTask");
  if (tasks.length === 0) throw new Error("the trace has no task of the page");
  const own = tasks.filter((task) => !tests.some((test) => isWithin(test, task)));
  return Math.max(0, ...own.map(({ tdur = 0 }) => tdur)) / 1000;
}

/** What the test itself asks of the page runs in a task, too. @param {TraceEvent} inner @param {TraceEvent} outer */
function isWithin(inner, outer) {
  return inner.tid === outer.tid && inner.pid === outer.pid && inner.ts >= outer.ts && inner.ts <= outer.ts + (outer.dur ?? 0);
}
