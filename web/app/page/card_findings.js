import { finding_id, grouped, paragraph } from "./card_parts.js";
import { element, upper_case } from "./dom.js";
import { interval_picture, legend } from "./interval_chart.js";

/** @import { AuditFinding, FindingWords } from "../protocol" */
/** @import { Place } from "./card_parts.js" */

/** A finding with its words; its element is `PREFIXfinding-INDEX`.
 * @typedef {{finding: AuditFinding, words: FindingWords, index: number}} Told */

/** All that an audit found, folded by what it is about.
 * @param {Place} place
 * @param {AuditFinding[]} findings
 * @param {FindingWords[]} words of each */
export function findings_by_trait({ prefix }, findings, words) {
  const told = findings.flatMap((finding, index) => {
    const said = words[index];
    return said ? [{ finding, words: said, index }] : [];
  });
  if (told.length === 0) return [];
  return [
    element("p", { className: "title" }, `All ${told.length} findings, by what they are about`),
    legend("what it is set against, on average and at the most", "convicted"),
    ...grouped(told, (one) => one.words.trait).map(([trait, of_trait]) => trait_findings(prefix, trait, of_trait)),
  ];
}

/** @param {string} prefix @param {string} trait @param {Told[]} told */
function trait_findings(prefix, trait, told) {
  const summary = element("summary", {}, element("span", { className: "name" }, upper_case(trait)), " ", tally(told));
  return element(
    "details",
    {},
    summary,
    paragraph(upper_case(told[0]?.words.meaning ?? "")),
    findings_table(prefix, told),
  );
}

/** "4 convicted, 4 offered, 20 findings".
 * @param {Told[]} told */
function tally(told) {
  const counted = (/** @type {FindingWords["verdict"]} */ verdict) =>
    told.filter(({ words }) => words.verdict === verdict).length;
  const marks = /** @type {const} */ (["convicted", "offered"]).flatMap((verdict) =>
    counted(verdict) > 0 ? [verdict_mark(verdict, `${counted(verdict)} ${verdict}`), " "] : [],
  );
  const all = `${told.length} finding${told.length === 1 ? "" : "s"}`;
  return element("span", { className: "tally" }, ...marks, element("small", {}, all));
}

/** @param {FindingWords["verdict"]} verdict @param {string} text */
function verdict_mark(verdict, text) {
  const mark = element("span", { className: "mark" }, text);
  mark.dataset.verdict = verdict;
  return mark;
}

/** @param {string} prefix @param {Told[]} told */
function findings_table(prefix, told) {
  const columns = ["Of", "From 0 to 100", "Found (95 % interval)", "Set against", "Verdict"];
  const head = element("tr", {}, ...columns.map((column) => element("th", { scope: "col" }, column)));
  const tests = grouped(told, ({ finding }) => finding.test);
  const bodies = tests.flatMap(([test, of_test]) => [
    test_heading(test, of_test[0]?.words.figure ?? "", columns.length),
    ...of_test.map((one) => finding_rows(prefix, one, columns.length)),
  ]);
  return element(
    "div",
    { className: "scroll", tabIndex: 0 },
    element("table", { className: "findings" }, element("thead", {}, head), ...bodies),
  );
}

/** @param {string} test @param {string} figure @param {number} columns */
function test_heading(test, figure, columns) {
  const heading = element("th", { scope: "rowgroup", colSpan: columns }, test, " ", element("small", {}, figure));
  return element("tbody", { className: "test" }, element("tr", {}, heading));
}

/** A finding's figures and, below them, its sentence.
 * @param {string} prefix @param {Told} told @param {number} columns */
function finding_rows(prefix, { finding, words, index }, columns) {
  const is_marked = words.verdict === "convicted";
  const set_against = words.against ? finding : { chance: null, chance_high: 0 };
  const { value, low, high } = finding;
  const picture = interval_picture({ name: "", value, low, high, ...only_chance(set_against), is_marked });
  return element(
    "tbody",
    { className: "finding", id: finding_id(prefix, index), tabIndex: -1 },
    element(
      "tr",
      {},
      element("th", { scope: "row" }, finding.about || "all films"),
      element("td", { className: "picture" }, picture),
      element("td", {}, words.found),
      element("td", {}, words.against),
      element("td", {}, verdict_mark(words.verdict, words.verdict)),
    ),
    element("tr", { className: "sentence" }, element("td", { colSpan: columns }, finding.sentence)),
  );
}

/** @param {{chance: number | null, chance_high: number}} set_against */
const only_chance = ({ chance, chance_high }) => ({ chance, chance_high });
