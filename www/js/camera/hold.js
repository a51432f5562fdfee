/**
 * A button that acts while it is held: by pointer, by Space or Enter, or, by a screen reader's click, for an instant. While
 * nothing else on the page takes it, Space holds the button from anywhere.
 */

/** What takes Space itself. */
const TAKES_SPACE = "input, select, textarea, button, a, summary, dialog, [tabindex='0']";

/**
 * @param {HTMLButtonElement} button
 * @param {() => void} start
 * @param {() => void} end
 * @returns {() => void} stops listening to the page's keys
 */
export function onHold(button, start, end) {
  let held = false;
  const press = () => {
    if (held || button.disabled) return;
    held = true;
    button.classList.add("held");
    start();
  };
  const release = () => {
    if (!held) return;
    held = false;
    button.classList.remove("held");
    end();
  };
  button.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    button.setPointerCapture(event.pointerId);
    press();
  });
  for (const type of ["pointerup", "pointercancel", "lostpointercapture", "blur"]) button.addEventListener(type, release);
  button.addEventListener("keydown", (event) => {
    if (!isPressKey(event)) return;
    event.preventDefault();
    press();
  });
  button.addEventListener("keyup", (event) => isPressKey(event) && (event.preventDefault(), release()));
  // Assistive technology clicks without pointer or key; those two have acted already.
  button.addEventListener("click", (event) => {
    if (event.detail === 0 && !held) press(), release();
  });
  // A long touch would open the menu instead.
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  return onFreeSpace(press, release);
}

/** @param {() => void} press @param {() => void} release @returns {() => void} stops listening */
function onFreeSpace(press, release) {
  const ended = new AbortController();
  const { signal } = ended;
  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || !isFree(event.target)) return;
    event.preventDefault(); // it would scroll
    press();
  }, { signal });
  document.addEventListener("keyup", ({ key }) => key === " " && release(), { signal });
  window.addEventListener("blur", release, { signal });
  return () => ended.abort();
}

/** @param {EventTarget | null} target of a key */
function isFree(target) {
  return target instanceof Element && !target.closest(TAKES_SPACE) && !document.querySelector("dialog[open]");
}

/** @param {KeyboardEvent} event */
function isPressKey(event) {
  return event.key === " " || event.key === "Enter";
}
