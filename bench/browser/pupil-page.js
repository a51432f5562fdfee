/**
 * Stands in for a visitor of Pupil's page: pastes a picture as soon as the page takes one, and notes the time of the first
 * prediction, and whether all is there. It is sent into the page before the page's own scripts, so it must be whole in itself.
 */
export function visit() {
  let pasted = false;
  Reflect.set(window, "isWhole", false);
  const wait = () => {
    if (document.querySelector("#engine")?.textContent?.includes("a frame")) Reflect.set(window, "isWhole", true);
    else setTimeout(wait, 50);
  };
  const look = () => {
    if (!pasted && hidden("#start") === true) {
      pasted = true;
      void paste();
    }
    if (hidden('#preview [data-part="verdict"]') !== false) requestAnimationFrame(look);
    else {
      Reflect.set(window, "firstPredictionMs", performance.now());
      wait();
    }
  };
  const hidden = (/** @type {string} */ selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector))?.hidden;
  const paste = async () => {
    const canvas = new OffscreenCanvas(224, 224);
    canvas.getContext("2d")?.fillRect(0, 0, 112, 224);
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([await canvas.convertToBlob()], "picture.png", { type: "image/png" }));
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData }));
  };
  requestAnimationFrame(look);
}
