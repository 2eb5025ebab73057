import { findings_by_trait } from "./card_findings.js";
import { folded, list, paragraph, section } from "./card_parts.js";
import { element } from "./dom.js";
import { interval_chart } from "./interval_chart.js";

/** @import { AuditPower, OpenedMember, VerdictLine } from "../protocol" */
/** @import { Content, Place } from "./card_parts.js" */

/** What else than disease a model's answers go by: the verdict, what it is worth, where the score may come from, and all
 * that was found.
 * @param {Place} place
 * @param {OpenedMember} member
 * @param {string[]} sentences of its card
 * @param {AuditPower} power */
export function audit_section(place, { card, words }, sentences, power) {
  const findings = card.findings ?? [];
  const [first] = findings;
  const verdict = first
    ? [
        paragraph(`By chestlens audit, on ${first.measured_on}.`),
        ...words.verdict.map(verdict_line),
        paragraph(power.meaning),
        power_by_clue(power),
      ]
    : [paragraph("It was not audited: chestlens audit asks what else than disease its answers go by.")];
  return section(
    place,
    "findings",
    "Audit",
    ...verdict,
    sources_notice(sentences),
    ...findings_by_trait(place, findings, words.findings),
  );
}

/** Of an ensemble, which is audited member by member.
 * @param {Place} place
 * @param {string[]} sentences
 * @param {Content[]} contents */
export const ensemble_audit_section = (place, sentences, ...contents) =>
  section(place, "findings", "Audit", ...contents, sources_notice(sentences));

/** In a frame of its own.
 * @param {string[]} sentences */
function sources_notice(sentences) {
  if (sentences.length === 0) return undefined;
  const title = element("p", { className: "title" }, "Where the score may come from");
  return element("div", { className: "audit", role: "note" }, title, list(sentences) ?? "");
}

/** @param {VerdictLine} line */
function verdict_line({ verdict, title, text }) {
  const line = element("div", { className: "verdict" }, element("p", { className: "title" }, title), paragraph(text));
  line.dataset.verdict = verdict;
  return line;
}

/** @param {AuditPower} power */
const power_by_clue = ({ rows }) =>
  folded(
    "How often such an audit convicts, by clue",
    interval_chart(
      "Networks that were convicted of the clue in their films",
      rows.map(({ films, convicted, networks, is_clean, low, high }) => ({
        name: films,
        note: is_clean ? "falsely" : "",
        value: convicted / networks,
        low,
        high,
        figure: `${convicted} of ${networks} (${whole(low)}–${whole(high)}\u00a0%)`,
      })),
    ),
  );

/** @param {number} share */
const whole = (share) => (100 * share).toFixed(0);
