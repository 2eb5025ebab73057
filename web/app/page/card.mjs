import { audit_notice, facts, list, metrics_tables, section, table } from "./card_parts.mjs";
import { element } from "./dom.mjs";

/** @import { Card, CatalogEnsemble, OpenedMember, Ready } from "../protocol" */
/** @import { Level } from "./card_parts.mjs" */

/** The model's purpose, what it can and cannot, where its score may come from, how good it was and on what, its
 * limits, its data with licences, and how exactly this browser reproduces it; of an ensemble also its weights,
 * and the members' cards below.
 * @param {Ready} ready
 * @returns {HTMLElement[]} */
export function describe_card({ backend, ensemble, members }) {
  const purposes = new Set(members.map(({ card }) => card.intended_use));
  return [
    ...[...purposes].map((purpose) => element("p", { className: "purpose" }, purpose)),
    ...(ensemble ? describe_ensemble(ensemble, members) : []),
    ...members.flatMap((member) =>
      ensemble
        ? element(
            "section",
            { className: "member" },
            element("h3", {}, member.card.title),
            ...describe_member(member, backend, "h4"),
          )
        : describe_member(member, backend, "h3"),
    ),
  ];
}

/**
 * @param {CatalogEnsemble} ensemble
 * @param {OpenedMember[]} members */
function describe_ensemble(ensemble, members) {
  return [
    ...audit_notice("h3", ensemble.audit),
    ...section("h3", "Weights", element("p", {}, ensemble.chosen), weights_table(ensemble, members)),
    ...section("h3", "Metrics", ...metrics_tables(ensemble.metrics)),
    ...section("h3", "Limits", list(ensemble.limits)),
  ];
}

/**
 * @param {OpenedMember} member
 * @param {string} backend
 * @param {Level} level of the headings */
function describe_member({ card, summary, certificate_difference }, backend, level) {
  return [
    element("p", { className: "can" }, summary.can),
    element("p", { className: "cannot" }, summary.cannot),
    ...audit_notice(level, card.audit),
    facts([
      ["Network", card.network],
      ["Size", `${compact.format(card.parameters)} parameters, ${compact.format(card.multiply_adds)} multiply-adds`],
      ["Version", card.version],
      ["Input", `${card.input.size_pixels} x ${card.input.size_pixels} pixels, ${card.input.fit.replace("_", " ")}`],
      ["Classes", card.classes.join(", ")],
    ]),
    ...section(level, "Limits", list(card.limits)),
    ...section(level, "Metrics", ...metrics_tables(card.metrics)),
    ...section(level, "Training films and their licences", data_table(card)),
    ...section(
      level,
      "Exactness",
      element(
        "p",
        {},
        `On export, ${card.certificate.runtimes} agreed in all logits of ` +
          `${card.certificate.films_compared} films to ${scientific(card.certificate.max_logit_difference)}. ` +
          `Here, ${backend} gives the logits of the reference film to ${scientific(certificate_difference)}.`,
      ),
      ...storage_note(card),
    ),
  ];
}

/** Changes of the metrics by keeping the weights in float16.
 * @param {Card} card */
function storage_note({ storage }) {
  if (storage.weights === "float32") return [];
  const changed = storage.changes.filter(({ trained, stored }) => trained !== stored);
  const exact = (/** @type {number} */ value) => `${(100 * value).toFixed(3)} %`;
  const changes = changed.map(({ metric, trained, stored }) => `${metric} ${exact(trained)} to ${exact(stored)}`);
  return [
    element(
      "p",
      {},
      `The weights are stored in ${storage.weights} and computed with in float32, which changed ` +
        `${changes.length ? changes.join(", ") : "no metric"}.`,
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

/**
 * @param {CatalogEnsemble} ensemble
 * @param {OpenedMember[]} opened */
function weights_table({ members }, opened) {
  const rows = members.map(({ model, weight, weight_low, weight_high }) => {
    const title = opened.find(({ card }) => card.name === model)?.card.title ?? model;
    const interval =
      weight_low === undefined || weight_high === undefined
        ? "not estimated"
        : `${weight_low.toFixed(2)}–${weight_high.toFixed(2)}`;
    return [title, weight.toFixed(2), interval];
  });
  return table(["Member", "Weight", "95 % interval"], rows);
}

/** @param {Card} card */
function data_table({ training_data }) {
  if (training_data.length === 0) return undefined;
  return table(
    ["Source", "Films", "Licence"],
    training_data.map(({ name, films, licence }) => [name, films.toLocaleString("en"), licence]),
  );
}
