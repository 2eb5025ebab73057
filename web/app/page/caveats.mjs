/** @import { Ready } from "../protocol" */

/** The id of a finding in the card on the page.
 * @param {string} model
 * @param {number} finding its place in the card
 * @param {boolean} is_member whether the card is one of an ensemble's */
export const finding_id = (model, finding, is_member) => `${is_member ? `${model}-` : ""}finding-${finding}`;

/** What stands beside each class's answers: of an ensemble the first member's that has more of it in its card, else
 * the first member's.
 * @param {Ready} ready
 * @returns {{sentence: string, place: string}[]} */
export function caveats_of({ members, ensemble }) {
  const classes = members[0]?.card.classes ?? [];
  return classes.map((_, index) => {
    const of_members = members.map(({ card, caveats }) => {
      const { sentence = "", finding = -1 } = caveats[index] ?? {};
      return { sentence, place: finding < 0 ? "" : finding_id(card.name, finding, ensemble !== undefined) };
    });
    return of_members.find(({ place }) => place !== "") ?? of_members[0] ?? { sentence: "", place: "" };
  });
}
