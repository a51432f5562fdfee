/** What the build copies to vendor/. */
declare module "*/vendor/uPlot.esm.js" {
  import uPlot from "uplot";
  export default uPlot;
}
