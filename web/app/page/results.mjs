import { element, percent } from "./dom.mjs";

/** @import { Prediction, Ready, Timings } from "../protocol" */

/** The results as HTML for screen readers and for copying: one table a film in `list`, and news
 * read out through `live`.
 * @param {HTMLElement} list
 * @param {HTMLElement} live */
export function create_results(list, live) {
  /** @type {Map<number, {name: string, box: HTMLElement, state: HTMLElement}>} */
  const films = new Map();
  const film = (/** @type {number} */ id) => {
    const found = films.get(id);
    if (!found) throw new Error(`no film ${id}`);
    return found;
  };
  const announce = (/** @type {string} */ text) => void (live.textContent = text);

  return {
    announce,

    /** @param {number} id @param {string} name */
    add(id, name) {
      const state = element("p", { className: "state" }, "Waiting");
      const box = element("article", { id: `film-${id}` }, element("h3", {}, name), state);
      films.set(id, { name, box, state });
      list.append(box);
    },

    /** @param {number} id @param {string} text */
    set_state: (id, text) => void (film(id).state.textContent = text),

    /** @param {Prediction} prediction @param {Ready} ready */
    set_prediction(prediction, { members, ensemble }) {
      const classes = members[0]?.card.classes ?? [];
      const { name, box, state } = film(prediction.id);
      const best = most_probable(prediction.probabilities);
      const verdict = `${classes[best]}, ${percent(prediction.probabilities[best] ?? NaN)}`;
      state.replaceChildren("Most probable: ", element("strong", {}, verdict));
      const titles = ensemble ? ["Ensemble", ...members.map(({ card }) => card.title)] : ["Probability"];
      box.append(prediction_table(prediction, classes, titles));
      announce(`${name}: ${verdict}`);
    },

    /** @param {number} id @param {string} message */
    set_failure(id, message) {
      const { name, box, state } = film(id);
      box.classList.add("failed");
      state.textContent = message;
      announce(`${name}: ${message}`);
    },

    /** @param {number} id */
    mark_selected(id) {
      for (const [other, { box }] of films) {
        if (other === id) box.setAttribute("aria-current", "true");
        else box.removeAttribute("aria-current");
      }
    },

    clear() {
      films.clear();
      list.replaceChildren();
    },
  };
}

/** @param {Float32Array} probabilities */
const most_probable = (probabilities) => probabilities.indexOf(Math.max(...probabilities));

/** A row a class; a column for the prediction and, of an ensemble, one for each member's own.
 * @param {Prediction} prediction
 * @param {string[]} classes
 * @param {string[]} titles of the columns */
function prediction_table({ probabilities, members, backend, timings }, classes, titles) {
  const columns = titles.length > 1 ? [probabilities, ...members] : [probabilities];
  const rows = classes.map((label, index) =>
    element(
      "tr",
      {},
      element("th", { scope: "row", className: best_mark(probabilities, index) }, label),
      ...columns.map((column) => cell(column, index)),
    ),
  );
  return element(
    "table",
    {},
    element("caption", {}, `Computed with ${backend}: ${timings_text(timings)}`),
    element("thead", {}, element("tr", {}, ...["Class", ...titles].map(heading))),
    element("tbody", {}, ...rows),
  );
}

/** @param {Float32Array} probabilities @param {number} index */
const best_mark = (probabilities, index) => (index === most_probable(probabilities) ? "best" : "");

/** @param {Float32Array} probabilities @param {number} index */
function cell(probabilities, index) {
  const probability = probabilities[index] ?? NaN;
  const shown = element("data", { value: String(probability) }, percent(probability));
  return element("td", { className: best_mark(probabilities, index) }, shown);
}

/** @param {string} text */
const heading = (text) => element("th", { scope: "col" }, text);

/** @param {Timings} timings */
function timings_text(timings) {
  const parts = [
    ["decode", timings.decode_ms],
    ["preprocess", timings.preprocess_ms],
    ["inference", timings.inference_ms],
    ["explain", timings.explain_ms],
  ];
  return parts.map(([step, milliseconds]) => `${step} ${Number(milliseconds).toFixed(1)} ms`).join(", ");
}
