/** Served as the page's first script: notes what its scripts throw and nobody catches. */
globalThis.thrown = [];
addEventListener("error", ({ message }) => message && globalThis.thrown.push(message));
addEventListener("unhandledrejection", ({ reason }) => globalThis.thrown.push(String(reason)));
