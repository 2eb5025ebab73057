import { facts, figures, folded, list, paragraph, section } from "./card_parts.js";
import { element } from "./dom.js";

/** @import { Card } from "../protocol" */
/** @import { Place } from "./card_parts.js" */

/** What it is for, and what it is not.
 * @param {Place} place
 * @param {string} purpose "" where it is said elsewhere
 * @param {string[]} limits */
export const limits_section = (place, purpose, limits) =>
  section(
    place,
    "limits",
    "Limits",
    purpose ? element("p", { className: "purpose" }, purpose) : undefined,
    list(limits),
  );

/** @param {Place} place @param {Card} card */
export function data_section(place, { training_data }) {
  if (training_data.length === 0) return [];
  const rows = training_data.map(({ name, films, licence }) => [name, films.toLocaleString("en"), licence]);
  return section(place, "data", "Data and licences", figures(["Source", "Films", "Licence"], rows));
}

/** How exactly a runtime computes what LibTorch computed: on export, and here.
 * @param {Place} place
 * @param {Card} card
 * @param {string} backend
 * @param {number} difference of the reference film's logits here */
export function certificate_section(place, { certificate }, backend, difference) {
  const { runtimes, films_compared, max_logit_difference } = certificate;
  return section(
    place,
    "certificate",
    "Certificate",
    paragraph(
      `On export, ${runtimes} agreed in all logits of ${films_compared} films to ${scientific(max_logit_difference)}. ` +
        `Here, ${backend} gives the logits of the reference film to ${scientific(difference)}.`,
    ),
  );
}

/** @param {Place} place @param {Card} card */
export function storage_section(place, card) {
  const { size_pixels, fit } = card.input;
  return section(
    place,
    "storage",
    "Network and storage",
    facts([
      ["Network", card.network],
      ["Size", `${compact.format(card.parameters)} parameters, ${compact.format(card.multiply_adds)} multiply-adds`],
      ["Version", card.version],
      ["Input", `${size_pixels} x ${size_pixels} pixels, ${fit.replace("_", " ")}`],
      ["Classes", card.classes.join(", ")],
    ]),
    ...storage_notes(card),
  );
}

/** Changes of the metrics by keeping the weights in float16: the largest, and folded away all.
 * @param {Card} card */
function storage_notes({ storage }) {
  if (storage.weights === "float32") return [];
  const changed = storage.changes.filter(({ trained, stored }) => trained !== stored);
  const most = Math.max(...changed.map(({ trained, stored }) => Math.abs(stored - trained)));
  const effect = changed.length ? `no metric by more than ${exact(most)} points` : "no metric";
  const rows = changed.map(({ metric, trained, stored }) => [metric, `${exact(trained)} %`, `${exact(stored)} %`]);
  return [
    paragraph(`The weights are stored in ${storage.weights} and computed with in float32, which changed ${effect}.`),
    rows.length ? folded("Changed metrics", figures(["Metric", "As trained", "As stored"], rows)) : undefined,
  ];
}

/** @param {number} share */
const exact = (share) => (100 * share).toFixed(3);

/** What a probability's logit was divided by.
 * @param {Card} card */
export function temperature_of({ temperature, temperature_from }) {
  if (temperature === 1) return "Its logits are taken as they are.";
  const source =
    temperature_from === "prior" ? "which no film determines: a prior holds it" : "fitted on validation films";
  return `Its logits are divided by a temperature of ${temperature.toFixed(3)}, ${source}.`;
}

const compact = new Intl.NumberFormat("en", {
  notation: "compact",
  compactDisplay: "long",
  maximumFractionDigits: 2,
});

/** @param {number} value */
const scientific = (value) => (value === 0 ? "the last bit" : value.toExponential(1));
