import { button, element, upper_case } from "./dom.js";

/** @import { FilmChange, Hint, TrustSaid } from "../protocol" */

/** What may be done beside a film's trust.
 * @typedef {object} TrustActions
 * @property {(id: number) => void} show_answer
 * @property {(id: number, change: FilmChange) => void} change_film
 * @property {() => void} open_files */

/** Whether the probabilities wait until they are asked for.
 * @param {TrustSaid | null} trust */
export const is_unlike = (trust) => trust?.answer === "unlike";

/** A sentence of words: a capital first, a full stop last.
 * @param {string} words */
export const sentence = (words) => upper_case(words) + (/[.!?]$/.test(words) ? "" : ".");

/** Whether the film is like those of training, and its hints with the one thing to do.
 * @param {number} id
 * @param {TrustSaid | null} trust
 * @param {Hint[]} hints
 * @param {TrustActions} actions */
export function trust_text(id, trust, hints, actions) {
  const said = trust ? sentence(trust.says) : "Whether it is like the training films is not known.";
  const distance = element("p", { className: "distance" });
  const box = element("div", { className: "trust" }, element("p", {}, said), distance);
  box.dataset.answer = trust?.answer ?? "cannot tell";
  box.append(...hints.map((hint) => hint_text(id, hint, actions)));
  return { box, distance };
}

/** What may be done to a film that is predicted, and what the buttons say.
 * @type {[string, FilmChange][]} */
const ways = [
  ["Turned left", { negative: false, mirror: false, quarter_turns: 3 }],
  ["Turned right", { negative: false, mirror: false, quarter_turns: 1 }],
  ["Mirrored", { negative: false, mirror: true, quarter_turns: 0 }],
  ["As a negative", { negative: true, mirror: false, quarter_turns: 0 }],
];

/** Buttons that predict a film turned, mirrored or as a negative.
 * @param {number} id @param {Pick<TrustActions, "change_film">} actions */
export const ways_text = (id, { change_film }) =>
  element(
    "p",
    { className: "ways" },
    element("span", {}, "Predict it another way"),
    ...ways.map(([label, change]) => button(label, () => change_film(id, change))),
  );

/** @param {number} id @param {Hint} hint @param {TrustActions} actions */
function hint_text(id, { sentence: words, action, change }, { change_film, open_files }) {
  const changes = change.negative || change.mirror || change.quarter_turns !== 0;
  const act = button(action, () => (changes ? change_film(id, change) : open_files()));
  return element("p", { className: "hint" }, `${words} `, act);
}
