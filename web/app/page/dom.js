/** The element of the page with this id, of the class expected.
 * @template {Element} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T} */
export function by_id(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`index.html has no ${type.name} #${id}`);
  return found;
}

/** A new element with properties and children; strings become text, never markup.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Partial<HTMLElementTagNameMap[K]>} properties
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]} */
export function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** A button that does something, and submits nothing.
 * @param {string} label @param {() => void} on_press */
export function button(label, on_press) {
  const made = element("button", { type: "button" }, label);
  made.addEventListener("click", on_press);
  return made;
}

/** A table whose rows begin with what they are of.
 * @param {string[]} columns
 * @param {(Node | string)[][]} rows
 * @param {Partial<HTMLTableElement>} [properties] */
export function table(columns, rows, properties = {}) {
  const head = columns.map((column) => element("th", { scope: "col" }, column));
  return element(
    "table",
    properties,
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...rows.map(table_row)),
  );
}

/** @param {(Node | string)[]} cells */
export const table_row = ([first = "", ...rest]) =>
  element("tr", {}, element("th", { scope: "row" }, first), ...rest.map((cell) => element("td", {}, cell)));

/** A new element of a picture, with attributes and children.
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number>} attributes
 * @param {SVGElement[]} children
 * @returns {SVGElementTagNameMap[K]} */
export function svg(tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** A share in percent, on one line.
 * @param {number} share */
export const percent = (share) => `${(100 * share).toFixed(1)}\u00a0%`;

/** The same with its whole number behind it.
 * @param {number} share */
export const percent_data = (share) => element("data", { value: String(share) }, percent(share));

/** The text with its first letter as a capital.
 * @param {string} text */
export const upper_case = (text) => text.charAt(0).toUpperCase() + text.slice(1);
