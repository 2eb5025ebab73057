import { answers_table, rows_of } from "./compare_tables.js";
import { button, element } from "./dom.js";
import { sentence } from "./trust.js";

/** @import { CatalogEnsemble, Prediction, PredictionSaid, Ready } from "../protocol" */
/** @import { Answers, Comparison } from "./compare_tables.js" */

/** What may be done about a film's comparison. The viewer weighs: without it there are no weights.
 * @typedef {object} CompareActions
 * @property {(id: number) => Comparison | undefined} comparison
 * @property {(id: number, member: number, weight: number) => void} move_weight
 * @property {(id: number) => void} reset
 * @property {(id: number) => void} undo
 * @property {(id: number) => void} redo
 * @property {(id: number, model: string) => void} want_beside
 * @property {() => {name: string, title: string}[]} offers models that may be opened beside
 * @property {() => {id: number, name: string}[]} films */

/** The parts of a film's comparison as text.
 * @typedef {object} CompareParts
 * @property {number} id
 * @property {HTMLDetailsElement} part
 * @property {HTMLElement} models the table of models
 * @property {HTMLElement} says of the weights
 * @property {HTMLInputElement[]} weights
 * @property {HTMLElement} beside_says
 * @property {HTMLSelectElement} priors
 * @property {HTMLElement} films the table of two films */

/** @typedef {CompareParts & Answers} ComparedFilm */

/** Models beside each other on one film, their weights, and two films beside each other, as text: of each film a part.
 * @param {CompareActions} actions */
export function create_compare_text(actions) {
  /** @type {Map<number, ComparedFilm>} */
  const films = new Map();

  /** @param {ComparedFilm} film */
  function show(film) {
    if (!film.part.open) return;
    const comparison = actions.comparison(film.id);
    film.models.replaceChildren(answers_table("Model", film.classes, rows_of(film, comparison)));
    film.says.textContent = comparison?.says ?? "";
    film.weights.forEach((input, member) => {
      const weight = comparison?.weights[member];
      if (weight !== undefined && document.activeElement !== input) input.value = weight.toFixed(2);
    });
    show_priors(film);
  }

  /** The other films, the chosen one again.
   * @param {ComparedFilm} film */
  function show_priors(film) {
    const { priors } = film;
    const chosen = priors.value;
    const others = actions.films().filter(({ id }) => id !== film.id);
    const options = others.map(({ id, name }) => element("option", { value: String(id) }, name));
    priors.replaceChildren(element("option", { value: "" }, "no film"), ...options);
    priors.value = others.some(({ id }) => String(id) === chosen) ? chosen : "";
    show_films(film);
  }

  /** @param {ComparedFilm} film */
  function show_films(film) {
    const prior = film.priors.value === "" ? undefined : films.get(Number(film.priors.value));
    const name_of = (/** @type {number} */ id) => actions.films().find((other) => other.id === id)?.name ?? "film";
    const row_of = (/** @type {ComparedFilm} */ { id, prediction: { probabilities, trust } }) => ({
      title: name_of(id),
      weight: "",
      probabilities,
      trust,
    });
    const missing = film.priors.value === "" ? [] : [element("p", {}, "That film has no answer yet.")];
    film.films.replaceChildren(
      ...(prior ? [answers_table("Film", film.classes, [row_of(film), row_of(prior)])] : missing),
    );
  }

  return {
    /** The part of a film that was predicted.
     * @param {Prediction} prediction @param {Ready} ready */
    part_of(prediction, ready) {
      const { id } = prediction;
      const has_weights = ready.members.length > 1 && actions.comparison(id) !== undefined;
      const weights = has_weights
        ? weight_inputs(ready, (member, weight) => actions.move_weight(id, member, weight))
        : [];
      const priors = element("select", {});
      const offers = element("select", {});
      const beside_says = element("p", { className: "beside" });
      const part = element("details", { className: "compare" }, element("summary", {}, "Compare this answer"));
      /** @type {ComparedFilm} */
      const film = {
        id,
        classes: ready.members[0]?.card.classes ?? [],
        ready,
        prediction,
        part,
        models: element("div", {}),
        says: element("p", { className: "says" }),
        weights: weights.map(({ input }) => input),
        beside_says,
        priors,
        films: element("div", { className: "films" }),
        beside: undefined,
      };
      films.set(id, film);
      const others = actions.offers();
      offers.append(...others.map(({ name, title }) => element("option", { value: name }, title)));
      part.append(film.models);
      if (has_weights) part.append(...weights.map(({ row }) => row), film.says, weight_buttons(id, actions));
      if (others.length > 0) {
        const open = button("Predict with it beside", () => {
          beside_says.textContent = "It is opened, and predicts this film.";
          actions.want_beside(id, offers.value);
        });
        part.append(element("p", {}, element("label", {}, "Another model ", offers), " ", open), beside_says);
      }
      part.append(element("p", {}, element("label", {}, "Beside the film ", priors)), film.films);
      priors.addEventListener("change", () => show_films(film));
      part.addEventListener("toggle", () => show(film));
      return part;
    },

    /** The weights on show changed. */
    show_weights() {
      for (const film of films.values()) show(film);
    },

    /** What the weights of a film are said to be.
     * @param {number} id */
    says: (id) => actions.comparison(id)?.says ?? "",

    /** @param {number} id @param {string} title @param {PredictionSaid} prediction */
    set_beside(id, title, prediction) {
      const film = films.get(id);
      if (!film) return;
      film.beside = { title, prediction };
      film.beside_says.textContent = `${title} stands in the table.`;
      show(film);
    },

    /** @param {number} id @param {string} message */
    refuse_beside: (id, message) => films.get(id)?.beside_says.replaceChildren(sentence(message)),

    clear: () => films.clear(),
  };
}

/** @param {Ready} ready @param {(member: number, weight: number) => void} move */
const weight_inputs = ({ members, ensemble }, move) =>
  members.map(({ card }, member) => {
    const input = element("input", { type: "number", min: "0", max: "1", step: "0.01" });
    input.ariaLabel = `Weight of ${card.title}`;
    input.addEventListener("change", () => {
      if (input.checkValidity() && input.value !== "") move(member, input.valueAsNumber);
      else input.reportValidity();
    });
    const label = element("label", {}, `${card.title} `, input);
    return { input, row: element("p", { className: "weight" }, label, ` ${validated_words(ensemble, member)}`) };
  });

/** "validated 0.70 (0.55–0.85)".
 * @param {CatalogEnsemble | undefined} ensemble @param {number} member */
function validated_words(ensemble, member) {
  const { weight = 1, weight_low: low, weight_high: high } = ensemble?.members[member] ?? {};
  const interval = low === undefined || high === undefined ? "" : ` (${low.toFixed(2)}–${high.toFixed(2)})`;
  return `validated ${weight.toFixed(2)}${interval}`;
}

/** @param {number} id @param {CompareActions} actions */
const weight_buttons = (id, { undo, redo, reset }) =>
  element(
    "p",
    { className: "buttons" },
    button("Undo the move", () => undo(id)),
    " ",
    button("Make it again", () => redo(id)),
    " ",
    button("Back to the validated weights", () => reset(id)),
  );
