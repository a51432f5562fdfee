/** What a class's pictures are for: "45 to learn" and "10 to test" are shown by turns, so that neither hides the other. */
import { part } from "../page/template.js";

export class Purpose {
  #box;
  #radios;

  /**
   * @param {HTMLElement} card
   * @param {number} classId
   * @param {() => void} changed called when the others are chosen
   */
  constructor(card, classId, changed) {
    this.card = card;
    this.#box = part(card, "purpose", HTMLFieldSetElement);
    this.#radios = [...this.#box.querySelectorAll("input")];
    for (const radio of this.#radios) {
      radio.name = `purpose-${classId}`;
      radio.checked = radio.value === "learn";
      radio.addEventListener("change", changed);
    }
  }

  /**
   * @param {number[]} pictures
   * @param {Set<number>} aside for testing
   * @returns {number[]} those that are shown: the chosen ones, or the others if there are none
   */
  shown(pictures, aside) {
    const [toLearn, toTest] = [pictures.filter((id) => !aside.has(id)), pictures.filter((id) => aside.has(id))];
    this.#box.hidden = toTest.length === 0;
    part(this.card, "to-learn", HTMLElement).textContent = `${toLearn.length.toLocaleString("en")} to learn`;
    part(this.card, "to-test", HTMLElement).textContent = `${toTest.length.toLocaleString("en")} to test`;
    this.#radios.forEach((radio) => (radio.disabled = (radio.value === "test" ? toTest : toLearn).length === 0));
    const wantsTests = this.#radios.some(({ checked, value }) => checked && value === "test");
    const showsTests = wantsTests ? toTest.length > 0 : toLearn.length === 0;
    for (const radio of this.#radios) radio.checked = (radio.value === "test") === showsTests;
    return showsTests ? toTest : toLearn;
  }
}
