/** This package's version, as in package.json: what one version measured, another measures anew. */
export const VERSION = "0.1.0";
