import { caveats_of } from "./caveats.js";
import { button, element, percent } from "./dom.js";
import { create_nearest } from "./nearest.js";
import { is_unlike, sentence, trust_text, ways_text } from "./trust.js";

/** @import { MemberMap, Placed, Prediction, Ready, Timings } from "../protocol" */
/** @import { TrustActions } from "./trust.js" */

/** @typedef {TrustActions & {open_card: (place: string) => void, show_maps: () => void,
 *   list_identifiers: (id: number) => void, choose_frame: (id: number, frame: number) => void,
 *   explain_part: (id: number, ready: Ready, best: number) => HTMLElement,
 *   question_part: (id: number, ready: Ready) => HTMLElement,
 *   compare_part: (prediction: Prediction, ready: Ready) => HTMLElement}} Actions */

/** A film's part of the list; what is optional is there once it is predicted.
 * @typedef {object} FilmText
 * @property {string} name
 * @property {HTMLElement} box
 * @property {HTMLElement} state
 * @property {HTMLElement} notes what was done to the film
 * @property {HTMLElement} measures what was measured on the film
 * @property {HTMLElement} answer what the model said
 * @property {HTMLElement} [overlay]
 * @property {HTMLElement} [distance] where the film is not like those of training
 * @property {ReturnType<typeof create_nearest>} [nearest]
 * @property {HTMLDetailsElement} [folded] */

/** The results as HTML for screen readers and for copying: first whether each film in `list` is like those of training,
 * then its table; news are read out through `live`.
 * @param {HTMLElement} list
 * @param {HTMLElement} live
 * @param {Actions} actions */
export function create_results(list, live, actions) {
  /** @type {Map<number, FilmText>} */
  const films = new Map();
  /** The members whose maps were asked for and came. @type {Set<number>} */
  const maps = new Set();
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
      const notes = element("p", { className: "notes" });
      const measures = element("p", { className: "measures" });
      const answer = element("div", {});
      const box = element(
        "article",
        { id: `film-${id}` },
        element("h3", {}, element("bdi", {}, name)),
        notes,
        measures,
        state,
        answer,
      );
      films.set(id, { name, box, state, notes, measures, answer });
      list.append(box);
    },

    /** The film waits: what was said of it goes.
     * @param {number} id @param {string} text */
    set_state(id, text) {
      const { state, answer, box } = film(id);
      box.classList.remove("failed");
      state.textContent = text;
      answer.replaceChildren();
    },

    /** @param {number} id @param {string} text
     * @param {string} change what was done to it, in words
     * @param {string[]} read what was done to read it, in sentences */
    set_film(id, text, change, read) {
      const { state, notes } = film(id);
      state.textContent = text;
      notes.textContent = [...(change ? [sentence(`it was ${change}`)] : []), ...read].join(" ");
    },

    /** @param {number} id @param {string[]} words */
    set_measures(id, words) {
      film(id).measures.textContent = words.length ? `Measured: ${words.join(", ")}.` : "";
    },

    /** Of a DICOM film.
     * @param {number} id */
    offer_identifiers(id) {
      const words = "What in its header may identify a patient";
      film(id).notes.append(
        " ",
        button(words, () => actions.list_identifiers(id)),
      );
    },

    /** Of a DICOM film of several frames.
     * @param {number} id @param {number} frames */
    offer_frames(id, frames) {
      const list = element("select", {});
      list.append(element("option", { value: "0", disabled: true, selected: true }, "none"));
      for (let frame = 1; frame <= frames; ++frame) {
        list.append(element("option", { value: String(frame) }, `${frame} of ${frames}`));
      }
      list.addEventListener("change", () => actions.choose_frame(id, Number(list.value)));
      film(id).answer.replaceChildren(element("label", {}, "Frame ", list));
    },

    /** @param {number} id @param {string[]} elements */
    set_identifiers(id, elements) {
      const { notes } = film(id);
      const words = elements.length
        ? "May identify a patient; the values are not shown and stay in the file:"
        : "Nothing in its header may identify a patient.";
      notes.querySelector("button")?.remove();
      notes.append(element("span", { className: "identifiers" }, [words, ...elements].join("\n")));
    },

    /** @param {Prediction} prediction @param {Ready} ready */
    set_prediction(prediction, ready) {
      const { members, ensemble } = ready;
      const { id, probabilities, trust, hints } = prediction;
      const classes = members[0]?.card.classes ?? [];
      const predicted = film(id);
      const best = most_probable(probabilities);
      const verdict = `${classes[best]}, ${percent(probabilities[best] ?? NaN)}`;
      const unlike = is_unlike(trust);
      const titles = ensemble ? ["Ensemble", ...members.map(({ card }) => card.title)] : ["Probability"];
      const said = trust_text(id, trust, hints, actions);
      predicted.overlay = element("span", {}, "Overlay not drawn");
      predicted.distance = trust?.answer === "like" ? undefined : said.distance;
      predicted.nearest = create_nearest(ready, actions.show_maps);
      const table = prediction_table(prediction, classes, titles, predicted.overlay);
      const answer = [
        element("p", { className: "verdict" }, "Most probable: ", element("strong", {}, verdict)),
        caveat_text(caveats_of(ready)[best], actions.open_card),
        table,
        actions.explain_part(id, ready, best),
        actions.question_part(id, ready),
        actions.compare_part(prediction, ready),
      ];
      predicted.folded = unlike ? folded_answer(answer, () => actions.show_answer(id)) : undefined;
      predicted.state.replaceChildren();
      const { box: nearest } = predicted.nearest;
      const shown = predicted.folded ? [predicted.folded] : answer;
      predicted.answer.replaceChildren(said.box, ways_text(id, actions), ...shown, nearest);
      announce(`${predicted.name}: ${unlike ? (trust?.says ?? "") : verdict}`);
    },

    /** Unfolds the probabilities of a film that is unlike those of training.
     * @param {number} id */
    show_answer(id) {
      const { folded } = film(id);
      if (folded) folded.open = true;
    },

    /** A member's map came: its places are to be said.
     * @param {MemberMap} map */
    set_map({ member, points, missing }) {
      if (points) maps.add(member);
      else for (const { nearest } of films.values()) nearest?.refuse(missing);
    },

    /** How far a film is; its nearest films where the map was asked for.
     * @param {Placed} placed @param {Ready} ready */
    set_place({ id, member, place }, { members }) {
      const { nearest, distance } = film(id);
      if (member === 0) distance?.replaceChildren(sentence(place.says));
      if (maps.has(member)) nearest?.set(member, members[member]?.card.title ?? "", place);
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
      maps.clear();
      list.replaceChildren();
    },
  };
}

/** The answer, folded until it is asked for.
 * @param {HTMLElement[]} answer
 * @param {() => void} on_open */
function folded_answer(answer, on_open) {
  const folded = element(
    "details",
    { className: "answer" },
    element("summary", {}, "Show the answer anyway"),
    ...answer,
  );
  folded.addEventListener("toggle", () => folded.open && on_open());
  return folded;
}

/** What stands beside an answer of the class, and where the card has more of it.
 * @param {{sentence: string, place: string} | undefined} caveat
 * @param {(place: string) => void} open_card */
function caveat_text(caveat, open_card) {
  if (!caveat) return element("p", {});
  const text = element("p", { className: "caveat" }, caveat.sentence);
  if (!caveat.place) return text;
  text.append(
    " ",
    button("What the audit found", () => open_card(caveat.place)),
  );
  return text;
}

/** @param {Float32Array} probabilities */
const most_probable = (probabilities) => probabilities.indexOf(Math.max(...probabilities));

/** One row per class; a column for the prediction and, for an ensemble, one per member's own.
 * @param {Prediction} prediction
 * @param {string[]} classes
 * @param {string[]} titles of the columns
 * @param {HTMLElement} overlay its time */
function prediction_table({ probabilities, members, backend, timings }, classes, titles, overlay) {
  const own = members.map((member) => member.probabilities);
  const columns = titles.length > 1 ? [probabilities, ...own] : [probabilities];
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
