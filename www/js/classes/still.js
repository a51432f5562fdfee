/** Keeps what one is about to press where it is. */

/**
 * While what is above it grows or shrinks, an element stays where it is in the window; it still moves when someone scrolls.
 * @param {HTMLElement} element
 * @returns {() => void} ends it
 */
export function keepStill(element) {
  const top = () => element.getBoundingClientRect().top;
  let before = top();
  const scrolled = () => (before = top());
  const observer = new ResizeObserver(() => {
    const moved = top() - before;
    if (Math.abs(moved) >= 1) window.scrollBy({ top: moved, behavior: "instant" });
  });
  observer.observe(element.parentElement ?? element);
  window.addEventListener("scroll", scrolled, { passive: true });
  return () => {
    observer.disconnect();
    window.removeEventListener("scroll", scrolled);
  };
}
