import { percent_data, table } from "./dom.js";

/** @import { Prediction, PredictionSaid, Ready, TrustSaid } from "../protocol" */

/** What the viewer says of a film's models beside each other: weights [M], and of each tile its probabilities by class,
 * once they are known.
 * @typedef {object} Comparison
 * @property {number[]} weights
 * @property {boolean} is_validated
 * @property {string} says of the weights
 * @property {{kind: "member" | "together" | "beside", title: string, probabilities?: Record<string, number>}[]} tiles */

/** A model's answer as a row: its probabilities [C].
 * @typedef {{title: string, weight: string, probabilities: ArrayLike<number>, trust: TrustSaid | null}} Row */

/** What answered of a film; beside them, perhaps, one more model.
 * @typedef {object} Answers
 * @property {string[]} classes
 * @property {Ready} ready
 * @property {Prediction} prediction
 * @property {{title: string, prediction: PredictionSaid} | undefined} beside */

/** Each model alone, all together by the validated weights and by others, and one more.
 * @param {Answers} answers @param {Comparison | undefined} comparison
 * @returns {Row[]} */
export function rows_of({ classes, ready: { members, ensemble, title }, prediction, beside }, comparison) {
  const together = { weight: "", probabilities: prediction.probabilities, trust: prediction.trust };
  /** @type {Row[]} */
  const rows = !ensemble
    ? [{ title, ...together }]
    : [
        ...members.map(({ card }, m) => ({
          title: card.title,
          weight: (comparison?.weights[m] ?? ensemble.members[m]?.weight ?? NaN).toFixed(2),
          probabilities: prediction.members[m]?.probabilities ?? [],
          trust: prediction.members[m]?.trust ?? null,
        })),
        { title: "Together, validated weights", ...together },
      ];
  const moved = comparison?.tiles.find(({ kind }) => kind === "together")?.probabilities;
  if (ensemble && comparison && !comparison.is_validated && moved) {
    const probabilities = classes.map((name) => moved[name] ?? NaN);
    rows.push({ title: "Together, these weights", weight: "", probabilities, trust: prediction.trust });
  }
  if (beside) {
    const { probabilities, trust } = beside.prediction;
    rows.push({ title: beside.title, weight: "", probabilities, trust });
  }
  return rows;
}

/** @param {string} of what a row is @param {string[]} classes @param {Row[]} rows */
export function answers_table(of, classes, rows) {
  const is_weighted = rows.some(({ weight }) => weight !== "");
  return table(
    [of, ...(is_weighted ? ["Weight"] : []), ...classes, "Like training"],
    rows.map(({ title, weight, probabilities, trust }) => [
      title,
      ...(is_weighted ? [weight] : []),
      ...classes.map((_, c) => percent_data(probabilities[c] ?? NaN)),
      trust?.answer ?? "not asked",
    ]),
  );
}
