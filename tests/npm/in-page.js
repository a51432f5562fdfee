/** What tests use inside the page. */
import * as pupil from "/pkg/lib/index.js";

/** Creates a Pupil on the fake engine, and records its events. */
globalThis.create = async (options = {}) => {
  const created = await pupil.Pupil.create({ assets: "/tests/npm/fake-engine/", backend: "cpu", ...options });
  created.events = [];
  for (const type of ["project", "backend", "state", "training", "notice"]) {
    created.addEventListener(type, ({ detail }) => created.events.push({ type, detail }));
  }
  created.eventsOf = (type) => created.events.filter((event) => event.type === type).map(({ detail }) => detail);
  return created;
};

/** A picture of one colour, with a little noise so that no two files are the same. */
globalThis.drawn = async (colour, name = `${colour}.png`, type = "image/png") => {
  const canvas = new OffscreenCanvas(64, 48);
  const context = canvas.getContext("2d");
  context.fillStyle = colour;
  context.fillRect(0, 0, 64, 48);
  context.fillStyle = `rgb(${[0, 0, 0].map(() => Math.floor(Math.random() * 256))})`;
  context.fillRect(12 + Math.random() * 34, 4 + Math.random() * 34, 5, 5); // off the corners, which tests look at
  return new File([await canvas.convertToBlob({ type })], name, { type });
};

globalThis.several = (count, colour) => Promise.all(Array.from({ length: count }, (_, index) => drawn(colour, `${colour}-${index}.png`)));

/** Two classes, red and blue, with some pictures each. */
globalThis.twoClasses = async (options, count = 3) => {
  const created = await create(options);
  for (const colour of ["red", "blue"]) {
    const { id } = await created.classes.add(colour);
    await created.pictures.add(id, await several(count, colour));
  }
  return created;
};

/** The code with which a promise rejects; null if it does not. */
globalThis.codeOf = (promise) => promise.then(() => null, (error) => (error instanceof pupil.PupilError ? error.code : `no PupilError: ${error}`));

Object.assign(globalThis, pupil);
