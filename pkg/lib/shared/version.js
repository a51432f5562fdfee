/** This package's version, as in package.json: each version measures the backends for itself. */
export const VERSION = "0.1.0";
