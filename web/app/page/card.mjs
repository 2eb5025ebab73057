import { element, percent } from "./dom.mjs";

/** @import { Card, Ready } from "../protocol" */

/** The model card's sections: what the model is for, how good it was and on what, its limits, its
 * data with licences, and how exactly this browser reproduces it.
 * @param {Ready} ready
 * @returns {HTMLElement[]} */
export function describe_card({ card, backend, certificate_difference }) {
  return [
    element("p", { className: "purpose" }, card.intended_use),
    facts([
      ["Network", card.network],
      ["Size", `${compact.format(card.parameters)} parameters, ${compact.format(card.multiply_adds)} multiply-adds`],
      ["Version", card.version],
      ["Input", `${card.input.size_pixels} x ${card.input.size_pixels} pixels, ${card.input.fit.replace("_", " ")}`],
      ["Classes", card.classes.join(", ")],
    ]),
    ...section("Limits", list(card.limits)),
    ...section("Audit", list(card.audit)),
    ...section("Metrics", metrics_table(card)),
    ...section("Training films and their licences", data_table(card)),
    ...section(
      "Exactness",
      element(
        "p",
        {},
        `On export, ${card.certificate.runtimes} agreed in all logits of ` +
          `${card.certificate.films_compared} films to ${scientific(card.certificate.max_logit_difference)}. ` +
          `Here, ${backend} gives the logits of the reference film to ${scientific(certificate_difference)}.`,
      ),
    ),
  ];
}

const compact = new Intl.NumberFormat("en", {
  notation: "compact",
  compactDisplay: "long",
  maximumFractionDigits: 2,
});

/** @param {number} value */
const scientific = (value) => (value === 0 ? "the last bit" : value.toExponential(1));

/** @param {string} title @param {HTMLElement | undefined} content */
const section = (title, content) => (content ? [element("h3", {}, title), content] : []);

/** @param {string[]} sentences */
function list(sentences) {
  if (sentences.length === 0) return undefined;
  return element("ul", {}, ...sentences.map((sentence) => element("li", {}, sentence)));
}

/** @param {[string, string][]} pairs */
function facts(pairs) {
  return element(
    "dl",
    {},
    ...pairs.flatMap(([term, text]) => [element("dt", {}, term), element("dd", {}, text)]),
  );
}

/** @param {Card} card */
function metrics_table({ metrics }) {
  if (metrics.length === 0) return undefined;
  return table(
    ["Metric", "Value", "95 % interval", "Measured on"],
    metrics.map(({ name, value, low, high, measured_on }) => [
      name,
      percent(value),
      `${(100 * low).toFixed(1)}–${percent(high)}`,
      measured_on,
    ]),
  );
}

/** @param {Card} card */
function data_table({ training_data }) {
  if (training_data.length === 0) return undefined;
  return table(
    ["Source", "Films", "Licence"],
    training_data.map(({ name, films, licence }) => [name, films.toLocaleString("en"), licence]),
  );
}

/** @param {string[]} columns @param {string[][]} rows */
function table(columns, rows) {
  const head = columns.map((column) => element("th", { scope: "col" }, column));
  const body = rows.map(([first = "", ...rest]) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, first),
      ...rest.map((text) => element("td", {}, text)),
    ),
  );
  return element(
    "div",
    { className: "scroll", tabIndex: 0 },
    element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body)),
  );
}
