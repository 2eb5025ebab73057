import { paragraph, section } from "./card_parts.js";
import { interval_chart } from "./interval_chart.js";

/** @import { CardWords, Metric } from "../protocol" */
/** @import { Place } from "./card_parts.js" */

/** Which pictures are warned of: films like its own, falsely, and everything else, rightly.
 * @param {Place} place
 * @param {Metric[]} kinds
 * @param {CardWords["trust"]} words */
export function trust_section(place, kinds, words) {
  if (kinds.length === 0) return section(place, "trust", "Trust", paragraph(words.sentence));
  const rows = kinds.map((kind) => ({ ...kind, note: kind.measured_on }));
  const is_false = (/** @type {Metric} */ { name }) => name === words.false_alarms;
  const chart = (/** @type {string} */ caption, /** @type {typeof rows} */ shown) =>
    shown.length > 0 ? interval_chart(caption, shown) : undefined;
  return section(
    place,
    "trust",
    "Trust",
    paragraph(words.sentence),
    paragraph(words.meaning),
    chart("False alarms: films of its own kind that it warns of", rows.filter(is_false)),
    chart(
      "Caught: pictures of other kinds that it warns of",
      rows.filter((row) => !is_false(row)),
    ),
  );
}
