/** In a page of Pupil's server: the networks as ONNX, exported by Pupil itself with a head on two classes. */
import { Pupil } from "/package/lib/index.js";
import { resnet50File } from "./resnet50.js";

/** Saves the ZIP to a file. @param {"lite0" | "resnet50"} network */
export async function download(network) {
  const pupil = await Pupil.create({ backend: "cpu" });
  try {
    if (network === "resnet50") await pupil.networks.load(new File([resnet50File()], "resnet50.safetensors"));
    for (const colour of ["tomato", "royalblue"]) {
      const { id } = await pupil.classes.add(colour);
      await pupil.pictures.add(id, await Promise.all([60, 90, 120].map((radius) => disc(colour, radius))));
    }
    await pupil.train();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await pupil.exports.write("onnx"));
    link.download = `${network}.zip`;
    link.click();
  } finally {
    await pupil.close();
  }
}

/** @param {string} colour @param {number} radius */
function disc(colour, radius) {
  const canvas = new OffscreenCanvas(256, 256);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = colour;
  context.arc(128, 128, radius, 0, 2 * Math.PI);
  context.fill();
  return canvas.convertToBlob();
}
