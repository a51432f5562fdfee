/** Keeps the browser from deleting the store when the disk gets full. */

/**
 * Asks the browser when it is first called. Firefox passes the question on to people, so it is not asked there: an app can do so where
 * they know why.
 * @param {boolean} isStored
 * @returns {() => void}
 */
export function persistOnce(isStored) {
  let due = isStored && !/\bFirefox\//.test(navigator.userAgent);
  return () => {
    if (due) void navigator.storage?.persist?.();
    due = false;
  };
}
