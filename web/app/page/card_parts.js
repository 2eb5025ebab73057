import { element, table } from "./dom.js";

/** Where on the card something stands: `prefix` begins its ids ("" of a model alone, "NAME-" of a member), `level` is
 * its sections' heading.
 * @typedef {{prefix: string, level: "h3" | "h4"}} Place */

/** @typedef {HTMLElement | string | undefined} Content */

/** A part of the card, which a link to its id opens; nothing where it has no contents.
 * @param {Place} place
 * @param {string} name
 * @param {string} title
 * @param {Content[]} contents */
export function section({ prefix, level }, name, title, ...contents) {
  const shown = contents.filter((content) => content !== undefined);
  if (shown.length === 0) return [];
  const id = `${prefix}card-${name}`;
  const heading = element(level, {}, title);
  return [element("section", { id, tabIndex: -1 }, heading, ...shown)];
}

/** The id of a finding.
 * @param {string} prefix of its card's ids
 * @param {number} index of the finding in its card */
export const finding_id = (prefix, index) => `${prefix}finding-${index}`;

/** What begins the ids of a member's card.
 * @param {string} model */
export const member_prefix = (model) => `${model}-`;

/** A link to a place on the card.
 * @param {string} id
 * @param {string} text */
export const link = (id, text) => element("a", { href: `#${id}` }, text);

/** @param {string} text */
export const paragraph = (text) => element("p", {}, text);

/** @param {string[]} sentences */
export function list(sentences) {
  if (sentences.length === 0) return undefined;
  return element("ul", {}, ...sentences.map((sentence) => element("li", {}, sentence)));
}

/** @param {[string, string][]} pairs @param {string} [className] */
export function facts(pairs, className = "facts") {
  const rows = pairs.map(([term, text]) => element("div", {}, element("dt", {}, term), element("dd", {}, text)));
  return element("dl", { className }, ...rows);
}

/** Contents that are folded away at first; nothing where there are none.
 * @param {string} title
 * @param {Content[]} contents */
export function folded(title, ...contents) {
  const shown = contents.filter((content) => content !== undefined);
  if (shown.length === 0) return undefined;
  return element("details", {}, element("summary", {}, title), ...shown);
}

/** @param {string[]} columns @param {string[][]} rows */
export function figures(columns, rows) {
  return element("div", { className: "scroll", tabIndex: 0 }, table(columns, rows, { className: "figures" }));
}

/** Items by their key, in the order in which keys come first.
 * @template T
 * @param {T[]} items
 * @param {(item: T) => string} key_of
 * @returns {[string, T[]][]} */
export function grouped(items, key_of) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const item of items) {
    const group = groups.get(key_of(item));
    if (group) group.push(item);
    else groups.set(key_of(item), [item]);
  }
  return [...groups];
}
