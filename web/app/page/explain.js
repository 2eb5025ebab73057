import { element } from "./dom.js";
import { sentence } from "./trust.js";

/** @import { FromWorker, MapMethod, Ready } from "../protocol" */

/** @typedef {Extract<FromWorker, {type: "maps"}>} MapsMessage */

/** What is known of a method's maps: how far they are, why there are none, or what each class's says.
 * @typedef {{progress: string} | {refused: string} | {says: string[][]}} Known */

/** What may be asked for beside an answer.
 * @typedef {object} ExplainActions
 * @property {(id: number, member: number, method: string) => void} want
 * @property {(id: number, member: number, method: string) => void} cancel */

/** @typedef {{box: HTMLLIElement, says: HTMLElement, button: HTMLButtonElement}} MethodRow */

/** A film's list of methods.
 * @typedef {object} ExplainedFilm
 * @property {number} id
 * @property {Ready} ready
 * @property {Map<string, MethodRow>} rows by method
 * @property {HTMLSelectElement} classes
 * @property {HTMLSelectElement} models
 * @property {Map<string, Known>} known by member and method */

/** Where answers come from, as text: of each film a part that opens with every method, what it adds up to and where it is
 * strongest, and buttons for those that take runs.
 * @param {ExplainActions} actions */
export function create_explain_text(actions) {
  /** @type {Map<number, ExplainedFilm>} */
  const films = new Map();

  /** @param {ExplainedFilm} film */
  const member_of = ({ models }) => Number(models.value);

  /** @param {ExplainedFilm} film */
  function want_what_costs_nothing(film) {
    const member = member_of(film);
    for (const method of film.ready.explain.methods) {
      if (method.is_at_once && is_had(film, method)) actions.want(film.id, member, method.name);
    }
  }

  /** @param {ExplainedFilm} film @param {MapMethod} method */
  const is_had = (film, { format }) => (film.ready.members[member_of(film)]?.card.format ?? 1) >= format;

  /** What is known of a method, and a button where there is something to do about it.
   * @param {ExplainedFilm} film @param {MapMethod} method */
  function show_method(film, method) {
    const { id, known, classes } = film;
    const member = member_of(film);
    const row = /** @type {MethodRow} */ (film.rows.get(method.name));
    const now = known.get(`${member} ${method.name}`);
    row.says.textContent = is_had(film, method)
      ? words_of(now, Number(classes.value))
      : "Not of this model: its bundle is of format 1.";
    const is_made = now !== undefined && !("progress" in now);
    row.button.hidden = method.is_at_once || is_made || !is_had(film, method);
    const label = now === undefined ? "Make it" : "Cancel";
    if (row.button.textContent !== label) row.button.textContent = label; // a press is not lost to a redraw
    row.button.onclick = () =>
      now === undefined ? actions.want(id, member, method.name) : actions.cancel(id, member, method.name);
  }

  /** @param {ExplainedFilm} film */
  function show(film) {
    for (const method of film.ready.explain.methods) show_method(film, method);
  }

  /** @param {number} id @param {number} member @param {string} name @param {Known | undefined} known */
  function set(id, member, name, known) {
    const film = films.get(id);
    const method = film?.ready.explain.methods.find((listed) => listed.name === name);
    if (!film || !method) return;
    if (known) film.known.set(`${member} ${name}`, known);
    else film.known.delete(`${member} ${name}`);
    if (member === member_of(film)) show_method(film, method);
  }

  return {
    /** The part of a film that was predicted.
     * @param {number} id @param {Ready} ready @param {number} best its predicted class */
    part_of(id, ready, best) {
      const options = (/** @type {string[]} */ names) =>
        names.map((name, value) => element("option", { value: String(value) }, name));
      const classes = element("select", {}, ...options(ready.members[0]?.card.classes ?? []));
      const models = element("select", {}, ...options(ready.members.map(({ card }) => card.title)));
      classes.value = String(best);
      const rows = new Map(ready.explain.methods.map((method) => [method.name, row_of(method)]));
      const list = element("ul", { className: "methods" }, ...[...rows.values()].map(({ box }) => box));
      /** @type {ExplainedFilm} */
      const film = { id, ready, rows, classes, models, known: new Map() };
      films.set(id, film);
      const by_model = element("label", {}, "by ", models);
      by_model.hidden = ready.members.length < 2;
      const by_class = element("label", {}, "Class ", classes);
      const choice = element("p", {}, by_class, " ", by_model);
      const part = element(
        "details",
        { className: "explain" },
        element("summary", {}, "Where the answer comes from"),
        choice,
        list,
        element("p", { className: "warning" }, ready.explain.warning),
      );
      classes.addEventListener("change", () => show(film));
      models.addEventListener("change", () => {
        want_what_costs_nothing(film);
        show(film);
      });
      part.addEventListener("toggle", () => part.open && want_what_costs_nothing(film));
      show(film);
      return part;
    },

    /** @param {number} id @param {number} class_index */
    show_class(id, class_index) {
      const film = films.get(id);
      if (!film) return;
      film.classes.value = String(class_index);
      show(film);
    },

    /** @param {number} id @param {number} member @param {string} method */
    set_wanted: (id, member, method) => set(id, member, method, { progress: "Making this map\u2026" }),

    /** @param {number} id @param {number} member @param {string} method */
    set_cancelled: (id, member, method) => set(id, member, method, undefined),

    /** @param {Extract<FromWorker, {type: "explaining"}>} message */
    set_progress({ id, member, method, done, total }) {
      const known = films.get(id)?.known.get(`${member} ${method}`);
      if (!known || !("progress" in known)) return; // cancelled in the meantime
      set(id, member, method, { progress: `Making this map: ${done} of ${total} runs` });
    },

    /** @param {MapsMessage} message */
    set_maps: ({ id, member, method, refused, made }) =>
      set(id, member, method, made ? { says: made.says } : { refused }),

    clear: () => films.clear(),
  };
}

/** @param {Known | undefined} known @param {number} class_index */
function words_of(known, class_index) {
  if (!known) return "";
  if ("progress" in known) return known.progress;
  if ("refused" in known) return sentence(known.refused);
  return (known.says[class_index] ?? []).map(sentence).join(" ");
}

/** A method's place in the list.
 * @param {MapMethod} method
 * @returns {MethodRow} */
function row_of({ name, title, cost, meaning }) {
  const says = element("p", { className: "says" });
  const button = element("button", { type: "button" });
  const box = element("li", {}, element("strong", {}, title), ` (${cost}): ${meaning}`, says, button);
  box.dataset.method = name;
  return { box, says, button };
}
