import { audit_section, ensemble_audit_section } from "./card_audit.js";
import { certificate_section, data_section, limits_section, storage_section, temperature_of } from "./card_origin.js";
import { facts, figures, link, member_prefix, paragraph, section } from "./card_parts.js";
import { recall_section, reliability_section, scores_of, scores_section } from "./card_scores.js";
import { trust_section } from "./card_trust.js";
import { element } from "./dom.js";

/** @import { AuditPower, CardSummary, OpenedMember, Ready } from "../protocol" */
/** @import { Place } from "./card_parts.js" */

/** The card of the model or ensemble: what it can, cannot and must not be used for, then a part for each question; of an
 * ensemble its own, and below it the cards of its members.
 * @param {Ready} ready
 * @returns {HTMLElement[]} */
export function describe_card({ backend, ensemble, members, power }) {
  if (ensemble) {
    const own = describe_ensemble(ensemble, members);
    return [...own, ...members.map((member) => describe_member_of(member, backend, power))];
  }
  return members.flatMap((member) => describe_model({ prefix: "", level: "h3" }, member, backend, power));
}

/** @param {OpenedMember} member @param {string} backend @param {AuditPower} power */
function describe_member_of(member, backend, power) {
  const { name, title } = member.card;
  return element(
    "section",
    { className: "member", id: card_of(name), tabIndex: -1 },
    element("h3", {}, title),
    ...describe_model({ prefix: member_prefix(name), level: "h4" }, member, backend, power),
  );
}

/** @param {string} name of a member */
const card_of = (name) => `${name}-card`;

/**
 * @param {Place} place
 * @param {OpenedMember} member
 * @param {string} backend
 * @param {AuditPower} power */
function describe_model(place, member, backend, power) {
  const { card, words, certificate_difference } = member;
  const scores = scores_of(card.metrics, words.blind_scores, card.classes);
  const findings = card.findings ?? [];
  const [recall, audit] = recall_apart(card.audit, card.classes, findings.length === 0);
  const parts = [
    ...scores_section(place, scores),
    ...recall_section(place, scores, findings, recall),
    ...reliability_section(place, scores, temperature_of(card)),
    ...trust_section(place, card.trust ?? [], words.trust),
    ...audit_section(place, member, audit, power),
    ...limits_section(place, card.intended_use, card.limits),
    ...data_section(place, card),
    ...certificate_section(place, card, backend, certificate_difference),
    ...storage_section(place, card),
  ];
  return [...in_short(place, words.summary), contents_of(parts), ...parts];
}

/**
 * @param {NonNullable<Ready["ensemble"]>} ensemble
 * @param {OpenedMember[]} members */
function describe_ensemble(ensemble, members) {
  /** @type {Place} */
  const place = { prefix: "", level: "h3" };
  const classes = members[0]?.card.classes ?? [];
  const scores = scores_of(ensemble.metrics, ensemble.words.blind_scores, classes);
  const [recall, audit] = recall_apart(ensemble.audit, classes, true);
  const asks = (/** @type {string} */ what) => paragraph(`${what}: see the cards of its members below.`);
  const parts = [
    ...scores_section(place, scores),
    ...recall_section(place, scores, [], recall),
    ...reliability_section(place, scores, undefined),
    ...section(place, "trust", "Trust", asks("Each member is asked whether it knows a film")),
    ...ensemble_audit_section(place, audit, asks("An audit asks each member, not the ensemble as a whole")),
    ...limits_section(place, "", ensemble.limits),
    ...section(place, "weights", "Weights", paragraph(ensemble.chosen), weights_table(ensemble, members)),
  ];
  return [...in_short(place, ensemble.words.summary), contents_of(parts, members), ...parts];
}

/** @param {Place} place @param {CardSummary} summary */
function in_short(place, { can, cannot, must_not, is_convicted }) {
  const sentences = facts(
    [
      ["What it can", can],
      ["What it cannot", cannot],
      ["What must not be done with it", must_not],
    ],
    "short",
  );
  if (is_convicted) sentences.dataset.verdict = "convicted";
  return section(place, "short", "In short", sentences);
}

/** Links to the parts, and to the cards of an ensemble's members.
 * @param {HTMLElement[]} parts
 * @param {OpenedMember[]} members */
function contents_of(parts, members = []) {
  const links = [
    ...parts.map((part) => link(part.id, part.firstElementChild?.textContent ?? "")),
    ...members.map(({ card }) => link(card_of(card.name), card.title)),
  ];
  const contents = element(
    "ul",
    { className: "contents", role: "list" },
    ...links.map((one) => element("li", {}, one)),
  );
  contents.setAttribute("aria-label", "Parts of the card");
  return contents;
}

/** An audit's sentences on recall by source, and the others; where findings say it, all are the others.
 * @param {string[]} sentences
 * @param {string[]} classes
 * @param {boolean} wanted
 * @returns {[string[], string[]]} */
function recall_apart(sentences, classes, wanted) {
  const is_recall = (/** @type {string} */ sentence) =>
    wanted && classes.some((name) => sentence.startsWith(`${name} is recognised in `));
  return [sentences.filter(is_recall), sentences.filter((sentence) => !is_recall(sentence))];
}

/**
 * @param {NonNullable<Ready["ensemble"]>} ensemble
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
  return figures(["Member", "Weight", "95 % interval"], rows);
}
