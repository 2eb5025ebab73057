import { element, percent } from "./dom.mjs";

/** @import { Prediction, Ready, Timings } from "../protocol" */

/** The results as HTML for screen readers and for copying: one table a film in `list`, and news
 * read out through `live`.
 * @param {HTMLElement} list
 * @param {HTMLElement} live */
export function create_results(list, live) {
  /** @type {Map<number, {name: string, box: HTMLElement, state: HTMLElement, overlay?: HTMLElement}>} */
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
      const predicted = film(prediction.id);
      const { name, box, state } = predicted;
      const best = most_probable(prediction.probabilities);
      const verdict = `${classes[best]}, ${percent(prediction.probabilities[best] ?? NaN)}`;
      state.replaceChildren("Most probable: ", element("strong", {}, verdict));
      const titles = ensemble ? ["Ensemble", ...members.map(({ card }) => card.title)] : ["Probability"];
      predicted.overlay = element("span", {}, "Overlay not drawn");
      box.append(prediction_table(prediction, classes, titles, predicted.overlay));
      announce(`${name}: ${verdict}`);
    },

    /** Sets the time of the film's drawing; only the viewer draws, and only the selected film.
     * @param {number} id @param {number} milliseconds */
    set_overlay_time: (id, milliseconds) => film(id).overlay?.replaceChildren(step_text("Overlay", milliseconds)),

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

/** One row per class; a column for the prediction and, for an ensemble, one per member's own.
 * @param {Prediction} prediction
 * @param {string[]} classes
 * @param {string[]} titles of the columns
 * @param {HTMLElement} overlay its time */
function prediction_table({ probabilities, members, backend, timings }, classes, titles, overlay) {
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
    element("caption", {}, `Computed with ${backend}: ${timings_text(timings)}, `, overlay),
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

/** The steps by the words of the viewer's panel.
 * @param {Timings} timings */
const timings_text = ({ decode_ms, preprocess_ms, inference_ms, explain_ms }) =>
  [
    step_text("Decode", decode_ms),
    step_text("Preprocess", preprocess_ms),
    step_text("Inference", inference_ms),
    step_text("Grad-CAM", explain_ms),
  ].join(", ");

/** @param {string} step @param {number} milliseconds */
const step_text = (step, milliseconds) => `${step} ${milliseconds.toFixed(1)} ms`;
