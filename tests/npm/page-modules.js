/** Imports modules of the page that need no browser. In the built page, the package lies beside them; here, beside www/. */
import { register } from "node:module";

const PACKAGE = new URL("../../pkg/", import.meta.url).href;
const hook = `export const resolve = (specifier, context, next) => next(specifier.replace(/^(\\.\\.\\/)+pkg\\//, ${JSON.stringify(PACKAGE)}), context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);

/** @param {string} path in www/js */
export const fromPage = (path) => import(new URL(`../../www/js/${path}`, import.meta.url).href);
