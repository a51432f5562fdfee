/** The names of classes. */

/** Two classes cannot have the same: spaces around it, and how accents are encoded, make no difference. @param {string} a @param {string} b */
export function sameName(a, b) {
  return a.trim().normalize() === b.trim().normalize();
}

/** "Class 1", or the next that is free. @param {{ name: string }[]} classes */
export function freeName(classes) {
  let number = 1;
  while (classes.some(({ name }) => sameName(name, `Class ${number}`))) number++;
  return `Class ${number}`;
}

/** Whether the page gave the name, not a person. @param {string} name */
export function isGivenName(name) {
  return /^Class \d+$/.test(name);
}
