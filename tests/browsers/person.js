/** What someone does on the page, and what they see there, in any browser that is driven. */
import { setTimeout as sleep } from "node:timers/promises";

/** @import { Driver } from "./driver.d.ts" */

/** Long enough for a busy machine. */
const PATIENCE_MS = 240_000;
const LOOK_MS = 100;

export class Person {
  /** @param {Driver} driver */
  constructor(driver) {
    this.driver = driver;
  }

  async started() {
    await this.#until(() => document.querySelector("#columns:not([hidden]), #start[role=alert]") !== null);
    const trouble = await this.driver.evaluate(() => document.querySelector("#start[role=alert]")?.innerText, null);
    if (trouble) throw new Error(trouble);
  }

  /** @param {string} name */
  async addsClass(name) {
    await this.driver.click('#classes [data-part="add"]');
    await this.#until(() => document.activeElement?.classList.contains("name"));
    await this.driver.type(`${name}\n`);
    await this.#until((wanted) => [...document.querySelectorAll(".class-card .name")].some(({ value }) => value === wanted), name);
  }

  /** @param {number} place of the class, from 1 on @param {string[]} paths */
  async addsPictures(place, paths) {
    await this.driver.choose(`.class-card:nth-child(${place}) [data-part="files"]`, paths);
    await this.#until(({ place, count }) => {
      const card = document.querySelector(`.class-card:nth-child(${place})`);
      return card.querySelector('[data-part="count"]').innerText.startsWith(count) && card.querySelector(".import").hidden;
    }, { place, count: `${paths.length} picture` });
  }

  /** Waits until Instant has learnt so many pictures. @param {number} pictures */
  learnt(pictures) {
    return this.sees("#train", `Up to date: learnt from ${pictures} pictures.`);
  }

  /** Waits until a training has ended: what became of it is said. */
  trained() {
    return this.#until(() => document.querySelector('#train:not(.running) [data-part="outcome"]')?.innerText);
  }

  /** Name and count of each class. */
  classes() {
    return this.driver.evaluate(() => [...document.querySelectorAll(".class-card")].map((card) =>
      [card.querySelector(".name").value, card.querySelector('[data-part="count"]').innerText.match(/^\w+ pictures?/)?.[0]]), null);
  }

  /** Shows the preview a picture. @param {string} path @returns {Promise<string>} the label it gives */
  async looksAt(path) {
    const address = () => document.querySelector("#preview img").getAttribute("src");
    const before = await this.driver.evaluate(address, null);
    await this.driver.choose('#preview [data-part="choose"]', [path]);
    await this.#until((old) => document.querySelector("#preview img").getAttribute("src") !== old, before);
    return this.verdict();
  }

  async verdict() {
    await this.#until(() => document.querySelector('#preview[aria-busy="false"] .verdict-label')?.innerText);
    return this.driver.evaluate(() => document.querySelector("#preview .verdict-label").innerText.replace(/\s+[<>]?\d+\s%$/, ""), null);
  }

  /** Waits for a text. @param {string} selector @param {string} text */
  sees(selector, text) {
    return this.#until(({ selector, text }) => document.querySelector(selector)?.innerText.includes(text), { selector, text });
  }

  async deletesEverything() {
    await this.driver.click("#open-settings");
    await this.driver.click('#settings [data-part="clear"]');
    await this.driver.click("#confirm-clear [value=delete]");
    await this.sees("#toasts", "Everything is deleted");
    await this.#until(() => document.querySelectorAll(".class-card").length === 0);
  }

  /** The tables of the page's database that are not empty. */
  stored() {
    return this.driver.evaluate(async () => {
      const done = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }));
      const database = await done(indexedDB.open("pupil"));
      const tables = [...database.objectStoreNames];
      const counts = await Promise.all(tables.map((table) => done(database.transaction(table).objectStore(table).count())));
      database.close();
      return tables.filter((_, index) => counts[index] > 0);
    }, null);
  }

  /** What the page's scripts threw and nobody caught, since it was loaded. */
  errors() {
    return this.driver.evaluate(() => globalThis.thrown, null);
  }

  /** @template A @param {(argument: A) => unknown} holds called in the page @param {A} argument */
  async #until(holds, argument) {
    const end = Date.now() + PATIENCE_MS;
    while (!(await this.driver.evaluate(holds, argument))) {
      if (Date.now() > end) throw new Error(`waited in vain for ${holds}`);
      await sleep(LOOK_MS);
    }
  }
}
