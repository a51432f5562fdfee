/** The page's entry. It needs nothing of the rest, so that it can say so if the rest fails to load, to run or to start. */

try {
  const cannotRun = document.querySelector("#start[role=alert]") !== null; // says requirements.js
  if (!cannotRun) await import("./app.js");
} catch (error) {
  console.error(error);
  showFailure(/** @type {{ code?: unknown, message?: unknown }} */ (error ?? {}));
}

/** Errors of Pupil have a code, and a message for people. @param {{ code?: unknown, message?: unknown }} error */
function showFailure({ code, message }) {
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (document.querySelector(`#start [data-part="${name}"]`));
  const known = typeof code === "string";
  part("title").textContent = "Pupil could not start";
  part("text").textContent = known ? String(message) : `A part of this page did not load, or does not run in this browser. Try again; if that does not help, update the browser. (${message})`;
  part("bar").hidden = true;
  part("remedies").hidden = false;
  part("retry").addEventListener("click", () => location.reload());
  const start = /** @type {HTMLElement} */ (document.getElementById("start"));
  start.hidden = false;
  start.setAttribute("role", "alert");
  // Where only the engine is missing, the page is there already.
  for (const id of ["columns", "evaluate", "pile"]) /** @type {HTMLElement} */ (document.getElementById(id)).hidden = true;
}
