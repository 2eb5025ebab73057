import { finding_id, member_prefix } from "./card_parts.js";

/** @import { Ready } from "../protocol" */

/** What stands beside each class's answers: of an ensemble the first member's that has more of it in its card, else
 * the first member's.
 * @param {Ready} ready
 * @returns {{sentence: string, place: string}[]} */
export function caveats_of({ members, ensemble }) {
  const classes = members[0]?.card.classes ?? [];
  return classes.map((_, index) => {
    const of_members = members.map(({ card, caveats }) => {
      const { sentence = "", finding = -1 } = caveats[index] ?? {};
      return { sentence, place: finding < 0 ? "" : finding_id(ensemble ? member_prefix(card.name) : "", finding) };
    });
    return of_members.find(({ place }) => place !== "") ?? of_members[0] ?? { sentence: "", place: "" };
  });
}
