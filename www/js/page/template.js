/** Copies the markup in the <template> elements of index.html, and finds its named parts. */

/**
 * A copy of the one element inside the template `id`.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function clone(id) {
  const template = document.getElementById(id);
  if (!(template instanceof HTMLTemplateElement)) throw new Error(`index.html has no template "${id}"`);
  const copy = template.content.firstElementChild?.cloneNode(true);
  if (!(copy instanceof HTMLElement)) throw new Error(`the template "${id}" is empty`);
  return copy;
}

/**
 * The element with `data-part="name"` inside `root`.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} name
 * @param {new () => T} type the element's class, checked
 * @returns {T}
 */
export function part(root, name, type) {
  const found = root.querySelector(`[data-part="${name}"]`);
  if (!(found instanceof type)) throw new Error(`no ${type.name} is the part "${name}"`);
  return found;
}

/**
 * The element `id` of index.html.
 * @template {Element} T
 * @param {string} id
 * @param {new () => T} type the element's class, checked
 * @returns {T}
 */
export function byId(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`index.html has no ${type.name} "${id}"`);
  return found;
}
