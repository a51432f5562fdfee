/** What the build copies to dist/vendor. */
declare module "*/dist/vendor/idb.js" {
  export * from "idb";
}
