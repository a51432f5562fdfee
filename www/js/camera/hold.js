/** A button that acts while it is held: by pointer, by Space or Enter, or, by a screen reader's click, for an instant. */

/**
 * @param {HTMLButtonElement} button
 * @param {() => void} start
 * @param {() => void} end
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
}

/** @param {KeyboardEvent} event */
function isPressKey(event) {
  return event.key === " " || event.key === "Enter";
}
