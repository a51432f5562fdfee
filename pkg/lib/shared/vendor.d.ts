/** What the build copies to dist/vendor. */
declare module "*/dist/vendor/idb.js" {
  export * from "idb";
}
declare module "*/dist/vendor/zip.js" {
  export * from "@zip.js/zip.js";
}
