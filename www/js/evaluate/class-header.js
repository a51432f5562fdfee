/** The heading of a table row about a class. */
import { classColour } from "../page/project.js";

/**
 * The class's colour and name.
 * @param {number} classId
 * @param {Map<number, string>} names
 */
export function classHeader(classId, names) {
  const header = document.createElement("th");
  const swatch = document.createElement("span");
  swatch.className = "swatch";
  swatch.style.setProperty("--class", classColour(classId));
  header.title = names.get(classId) ?? "";
  header.scope = "row";
  header.append(swatch, names.get(classId) ?? "deleted class");
  return header;
}
