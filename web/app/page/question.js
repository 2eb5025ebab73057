import { button, element, percent_data, table, table_row } from "./dom.js";
import { change_form, cover_form } from "./question_forms.js";
import { sentence } from "./trust.js";

/** @import { AnswerSaid, FromWorker, Ready } from "../protocol" */
/** @import { FilmSize } from "./question_forms.js" */

/** @typedef {Extract<FromWorker, {type: "asked"}>} Asked */

/** What may be done about a film's questions; the viewer knows sliders and saves: without it there are neither.
 * @typedef {object} QuestionActions
 * @property {(id: number, question: string) => void} ask JSON
 * @property {() => ((id: number, kind: string) => void) | undefined} want_curve
 * @property {(id: number) => void} undo
 * @property {(id: number) => void} redo
 * @property {(id: number, number: number) => void} remove
 * @property {() => ((id: number) => void) | undefined} save */

/** A film's questions as text.
 * @typedef {object} QuestionedFilm
 * @property {number} id
 * @property {string[]} classes
 * @property {HTMLOListElement} list
 * @property {HTMLElement} curves
 * @property {HTMLElement} refused why the last question was none
 * @property {number[]} numbers what is asked now, in order
 * @property {Map<number, Asked | string>} answers by number, or why there is none
 * @property {Map<string, HTMLElement>} curve_rows by kind */

/** What is asked of films and what became of their answers, as text: of each film a part with forms that ask, a list that
 * can be taken back and saved, and tables along sliders.
 * @param {QuestionActions} actions
 * @param {(text: string) => void} announce */
export function create_question_text(actions, announce) {
  /** @type {Map<number, QuestionedFilm>} */
  const films = new Map();
  /** @type {Map<number, FilmSize>} */
  const sizes = new Map();

  /** @param {QuestionedFilm} film */
  function show(film) {
    film.list.replaceChildren(...film.numbers.map((number) => item(film, number)));
  }

  /** @param {QuestionedFilm} film @param {number} number */
  function item(film, number) {
    const answer = film.answers.get(number);
    const remove = button("Remove", () => actions.remove(film.id, number));
    if (answer === undefined) return element("li", {}, "Predicting\u2026 ", remove);
    if (typeof answer === "string") return element("li", { className: "failed" }, sentence(answer), " ", remove);
    return element("li", {}, sentence(answer.summary), " ", remove, changes_table(film.classes, answer));
  }

  /** @param {number} id @param {number} number @param {Asked | string} answer */
  function set(id, number, answer) {
    const film = films.get(id);
    if (!film) return;
    film.answers.set(number, answer);
    show(film);
    announce(sentence(typeof answer === "string" ? answer : answer.summary));
  }

  /** @param {QuestionedFilm} film @param {string} kind */
  function curve_body(film, kind) {
    const known = film.curve_rows.get(kind);
    if (known) return known;
    const curve = table(["Amount", ...film.classes], []);
    curve.createCaption().textContent = `The answer along ${kind}`;
    film.curves.append(curve);
    const body = /** @type {HTMLElement} */ (curve.tBodies[0]);
    film.curve_rows.set(kind, body);
    return body;
  }

  return {
    /** @param {number} id @param {FilmSize} size */
    set_size: (id, size) => void sizes.set(id, size),

    /** The part of a film that was predicted.
     * @param {number} id @param {Ready} ready */
    part_of(id, ready) {
      const { questions } = ready;
      const size = sizes.get(id) ?? { width: 1, height: 1 };
      const list = element("ol", { className: "asked" });
      const refused = element("p", { className: "refused" });
      const curves = element("div", {});
      const save = actions.save();
      const want_curve = actions.want_curve();
      films.set(id, {
        id,
        classes: ready.members[0]?.card.classes ?? [],
        list,
        curves,
        refused,
        numbers: [],
        answers: new Map(),
        curve_rows: new Map(),
      });
      const ask = (/** @type {object} */ question) => actions.ask(id, JSON.stringify(question));
      const bar = element(
        "p",
        { className: "buttons" },
        button("Undo", () => actions.undo(id)),
        " ",
      );
      bar.append(button("Redo", () => actions.redo(id)));
      if (save)
        bar.append(
          " ",
          button("Save as JSON", () => save(id)),
        );
      return element(
        "details",
        { className: "questions" },
        element("summary", {}, "Question this answer"),
        cover_form(questions, size, ask),
        change_form(questions, size, ask, want_curve && ((kind) => want_curve(id, kind))),
        refused,
        list,
        bar,
        curves,
        element("p", { className: "cover-note" }, questions.caveat),
      );
    },

    /** What is asked of the film now.
     * @param {number} id @param {number[]} numbers */
    set_list(id, numbers) {
      const film = films.get(id);
      if (!film) return;
      film.numbers = numbers;
      film.refused.replaceChildren();
      show(film);
    },

    /** Why a question was none.
     * @param {number} id @param {string} message */
    set_refused: (id, message) => films.get(id)?.refused.replaceChildren(sentence(message)),

    /** @param {Asked} message */
    set_asked: (message) => set(message.id, message.number, message),

    /** @param {Extract<FromWorker, {type: "not_asked"}>} message */
    set_not_asked: ({ id, number, message }) => set(id, number, message),

    /** @param {Extract<FromWorker, {type: "curve_point"}>} message */
    add_curve_point({ id, kind, amount, probabilities }) {
      const film = films.get(id);
      if (!film) return;
      curve_body(film, kind).append(table_row([String(amount), ...[...probabilities].map(percent_data)]));
    },

    /** @param {Extract<FromWorker, {type: "no_curve"}>} message */
    set_no_curve: ({ id, message }) => films.get(id)?.refused.replaceChildren(sentence(message)),

    clear() {
      films.clear();
      sizes.clear();
    },
  };
}

/** @param {string[]} classes @param {{before: AnswerSaid, after: AnswerSaid}} answer */
function changes_table(classes, { before, after }) {
  const rows = classes.map((name, c) => {
    const [was, is] = [before.probabilities[c] ?? NaN, after.probabilities[c] ?? NaN];
    const points = (100 * (is - was)).toFixed(1);
    const change = Number(points) > 0 ? `+${points}` : points.replace("-", "\u2212");
    return [name, percent_data(was), percent_data(is), change];
  });
  return table(["Class", "Before", "After", "Points"], rows);
}
