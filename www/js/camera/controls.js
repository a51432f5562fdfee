/** The camera's picker, the front/rear button and the mirror box, under each of its views. */
import { clone, part } from "../page/template.js";

/**
 * @param {import("./camera.js").Camera} camera
 * @returns {{ element: HTMLElement, show: () => void }} `show` brings them up to date
 */
export function cameraControls(camera) {
  const element = clone("camera-controls");
  const picker = part(element, "picker", HTMLSelectElement);
  const flip = part(element, "flip", HTMLButtonElement);
  const mirror = part(element, "mirror", HTMLInputElement);
  picker.addEventListener("change", () => camera.choose(picker.value));
  flip.addEventListener("click", () => camera.flip());
  mirror.addEventListener("change", () => camera.setMirrored(mirror.checked));

  const show = () => {
    const several = camera.devices.length > 1;
    element.hidden = !camera.stream;
    picker.hidden = flip.hidden = !several;
    mirror.checked = camera.mirrored;
    if (several) listDevices(picker, camera);
  };
  return { element, show };
}

/** @param {HTMLSelectElement} picker @param {import("./camera.js").Camera} camera */
function listDevices(picker, { devices, deviceId }) {
  picker.replaceChildren(...devices.map(({ label, deviceId: id }, index) => new Option(label || `Camera ${index + 1}`, id)));
  picker.value = deviceId;
}
