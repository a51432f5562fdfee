/** One line for all that is being read: how far it is, how much longer it takes, and Cancel; Train says what is still coming. */
import { announce, announceQuarters } from "../page/announce.js";
import { byId, part } from "../page/template.js";
import { about, count } from "../page/words.js";
import { reading } from "./reading.js";

/** So many pictures take so long that one wants to hear how far it is. */
const WORTH_TELLING = 20;

export function showReading() {
  const line = byId("reading", HTMLElement);
  const text = part(line, "text", HTMLElement);
  const bar = part(line, "bar", HTMLProgressElement);
  const cancel = part(line, "cancel", HTMLButtonElement);
  const coming = part(byId("train", HTMLElement), "coming", HTMLElement);
  const sayQuarters = announceQuarters("Reading");
  cancel.addEventListener("click", () => reading.cancel());
  reading.addEventListener("change", () => {
    const { done, total, left, failed } = reading;
    const isReading = total > 0;
    text.textContent = `Reading ${Math.min(done + 1, total).toLocaleString("en")} of ${count(total, "picture")}`;
    part(line, "left", HTMLElement).textContent = [left === null ? "" : `${about(left)} left`, failed > 0 ? `${failed} did not come in` : ""].filter(Boolean).join(" · ");
    [bar.max, bar.value] = [total || 1, done];
    if (!isReading && line.contains(document.activeElement)) byId("classes", HTMLElement).focus({ preventScroll: true });
    line.hidden = !isReading;
    coming.hidden = !isReading;
    coming.textContent = `${(total - done).toLocaleString("en")} still coming`;
    sayQuarters(total < WORTH_TELLING ? 0 : done, total);
    if (!isReading && failed > 0) announce(`Reading has ended: ${count(failed, "file")} did not come in.`);
  });
}
