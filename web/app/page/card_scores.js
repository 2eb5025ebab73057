import { finding_id, folded, grouped, link, list, paragraph, section } from "./card_parts.js";
import { element, upper_case } from "./dom.js";
import { interval_chart, legend } from "./interval_chart.js";

/** @import { AuditFinding, Metric } from "../protocol" */
/** @import { Place } from "./card_parts.js" */

/** A metric of all classes, or of one: "recall covid19" is {kind: "recall", about: "covid19"}.
 * @typedef {{kind: string, about: string, metric: Metric, chance: number | null}} Score */

const calibration = "expected calibration error";

/** The metrics as scores, with what an answer reaches that looks at no film.
 * @param {Metric[]} metrics
 * @param {(number | null)[]} blind_scores
 * @param {string[]} classes
 * @returns {Score[]} */
export const scores_of = (metrics, blind_scores, classes) =>
  metrics.map((metric, i) => {
    const named = classes.filter((name) => metric.name.endsWith(` ${name}`));
    const about = named.reduce((longest, name) => (name.length > longest.length ? name : longest), "");
    const kind = about ? metric.name.slice(0, -about.length - 1) : metric.name;
    return { kind, about, metric, chance: blind_scores[i] ?? null };
  });

/** On the films that are listed first (the test films, where they were scored) and, folded away, on the others.
 * @param {Place} place
 * @param {Score[]} scores */
export function scores_section(place, scores) {
  const shown = scores.filter(({ kind }) => kind !== "recall" && kind !== calibration);
  const [first = [], ...others] = by_part(shown);
  if (first.length === 0) return section(place, "scores", "Scores", paragraph("It was not scored."));
  return section(
    place,
    "scores",
    "Scores",
    legend("up to what an answer reaches that looks at no film, where that is known"),
    ...charts_of(first),
    ...others.map((part) => folded(`On ${part_of(part[0]?.metric)} films`, ...charts_of(part))),
  );
}

/** Of all classes together, and folded away by class.
 * @param {Score[]} scores */
function charts_of(scores) {
  const together = scores.filter(({ about }) => about === "");
  const kinds = grouped(
    scores.filter(({ about }) => about !== ""),
    ({ kind }) => kind,
  );
  const by_class = kinds.map(([kind, of_kind]) => chart_of(upper_case(kind), of_kind, ({ about }) => about));
  const title = `By class: ${kinds.map(([kind]) => kind).join(", ")}`;
  return [
    together.length > 0 ? chart_of("All classes", together, ({ kind }) => kind) : undefined,
    folded(title, ...by_class),
  ];
}

/** How often films of a class are recognised: by class and, where an audit or its sentences say so, by source.
 * @param {Place} place
 * @param {Score[]} scores
 * @param {AuditFinding[]} findings
 * @param {string[]} sentences on recall by source, of who has no such findings */
export function recall_section(place, scores, findings, sentences) {
  const [first = [], ...others] = by_part(scores.filter(({ kind }) => kind === "recall"));
  const by_class = (/** @type {Score[]} */ part) => chart_of("By class", part, ({ about }) => about);
  const contents = [
    first.length > 0 ? by_class(first) : undefined,
    recall_by_source(place, findings) ?? list(sentences),
    ...others.map((part) => folded(`On ${part_of(part[0]?.metric)} films`, by_class(part))),
  ];
  return section(place, "recall", "Recall", ...contents);
}

/** @param {Place} place @param {AuditFinding[]} findings */
function recall_by_source({ prefix }, findings) {
  const rows = findings.flatMap(({ test, about, value, low, high }, i) => {
    if (test !== "recall by source") return [];
    const [name = "", note = ""] = about.split(/, (.*)/, 2);
    return [{ name, note, value, low, high, href: finding_id(prefix, i) }];
  });
  const [first] = rows;
  if (!first) return undefined;
  const measured_on = findings.find(({ test }) => test === "recall by source")?.measured_on ?? "";
  return element(
    "div",
    {},
    interval_chart(`By class and source, of classes that have several: ${measured_on}`, rows),
    element("p", { className: "more" }, link(first.href, "These findings of the audit")),
  );
}

/** What a probability is worth: how far it is off, and what it was divided by.
 * @param {Place} place
 * @param {Score[]} scores
 * @param {string | undefined} temperature what is said of it */
export function reliability_section(place, scores, temperature) {
  const errors = scores.filter(({ kind }) => kind === calibration);
  const measured =
    errors.length > 0
      ? [
          chart_of("How far probabilities are off, on average (expected calibration error)", errors, ({ metric }) =>
            part_of(metric),
          ),
          paragraph(
            "The card keeps this figure, not the curve behind it: how many of the films called 80 % sure are right " +
              "cannot be read here. chestlens evaluate draws it.",
          ),
        ]
      : [paragraph("How far its probabilities are off was not measured.")];
  return section(place, "reliability", "Reliability", ...measured, temperature ? paragraph(temperature) : undefined);
}

/** @param {Metric | undefined} metric */
const part_of = (metric) => metric?.measured_on.split(",", 1)[0] ?? "";

/** @param {Score[]} scores */
const by_part = (scores) => grouped(scores, ({ metric }) => part_of(metric)).map(([, of_part]) => of_part);

/** Scores with the films they were measured on: what all share in the caption, what differs beside each.
 * @param {string} title
 * @param {Score[]} scores
 * @param {(score: Score) => string} name_of */
function chart_of(title, scores, name_of) {
  const shared = shared_beginning(scores.map(({ metric }) => metric.measured_on));
  const rows = scores.map((score) => {
    const { measured_on, ...share } = score.metric;
    const name = name_of(score);
    const own = measured_on.slice(shared.length).replace(/^, /, "");
    const note = own.startsWith(`${name}, `) ? own.slice(name.length + 2) : own;
    return { ...share, name, note, chance: score.chance };
  });
  return interval_chart(shared ? `${title}: ${shared}` : title, rows);
}

/** What texts begin with alike, up to a comma: "test, split by patient".
 * @param {string[]} texts */
function shared_beginning([first = "", ...others]) {
  let shared = first;
  while (shared && !others.every((text) => text === shared || text.startsWith(`${shared}, `))) {
    shared = shared.slice(0, Math.max(0, shared.lastIndexOf(", ")));
  }
  return shared;
}
