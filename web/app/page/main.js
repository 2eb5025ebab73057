// The page: hands films to the inference worker, and its answers to the viewer and the results.
import createViewer from "../chestlens_viewer.js";
import { start_module } from "../worker/wasm_module.js";
import { describe_card } from "./card.js";
import { create_why, remember_times, remembered_times } from "./backends.js";
import { fill_card, open_card_at, prepare_card } from "./card_dialog.js";
import { caveats_of } from "./caveats.js";
import { create_comparisons } from "./comparisons.js";
import { create_deaths } from "./deaths.js";
import { by_id } from "./dom.js";
import { start_engine } from "./engine.js";
import { create_explain_text } from "./explain.js";
import { create_questions } from "./questions.js";
import { accept_films, is_archive, visible_name } from "./films.js";
import { keep_offline, register_service_worker } from "./offline.js";
import { offer_models } from "./models.js";
import { create_news } from "./news.js";
import { create_results } from "./results.js";
import { create_status } from "./status.js";
import { create_theme } from "./theme.js";
import { whole_page } from "./whole_page.js";
import { create_update_check } from "./updates.js";

/** @import { BackendChoice, FilmChange, FilmFile, FromWorker, Ready } from "../protocol" */
/** @import { Viewer } from "../chestlens_viewer.js" */

const canvas = by_id("canvas", HTMLCanvasElement);
by_id("whole-page", HTMLAnchorElement).href = whole_page(location.href);
const file_input = by_id("files", HTMLInputElement);
const model_select = by_id("model", HTMLSelectElement);
const card_button = by_id("show-card", HTMLButtonElement);
const results_button = by_id("show-results", HTMLButtonElement);
const results_section = by_id("results", HTMLElement);
const live = by_id("live", HTMLElement);

const query = new URLSearchParams(location.search);
const news = create_news(by_id("news", HTMLElement));
const why = create_why(by_id("why", HTMLDetailsElement));
const look_for_update = create_update_check(news, (text) => results.announce(text));
const theme = create_theme(by_id("theme", HTMLSelectElement), query.get("theme"));
const service_worker = register_service_worker();
const explain_text = create_explain_text({
  want: (id, member, method) => (viewer ? check(viewer.want_maps(id, member, method)) : explain(id, member, method)),
  cancel: (id, member, method) =>
    viewer ? check(viewer.cancel_maps(id, member, method)) : stop_explaining(id, member, method),
});
const results = create_results(by_id("films", HTMLElement), live, {
  show_answer: (id) => check(viewer?.show_answer(id)),
  change_film: (id, change) => check(viewer?.change_film(id, change)),
  open_files: () => pick_films(),
  list_identifiers: (id) => list_identifiers(id),
  choose_frame,
  open_card: (place) => void open_card_at(place),
  explain_part: explain_text.part_of,
  show_maps: () => engine?.show_maps(),
  question_part: (id, ready) => questions.part_of(id, ready),
  compare_part: (prediction, ready) => comparisons.part_of(prediction, ready),
});
const questions = create_questions({
  viewer: () => viewer,
  send_question: (id, number, question) => {
    const film = films[id];
    if (film) engine?.ask(id, number, film.file, film.change, question);
  },
  send_curve: (id, kind, amounts) => {
    const film = films[id];
    if (film) engine?.curve(id, film.file, film.change, kind, amounts);
  },
  name_of: (id) => visible_name(films[id]?.name ?? "film"),
  announce: results.announce,
  check,
});
const comparisons = create_comparisons({
  viewer: () => viewer,
  send_beside: (id, model) => {
    const film = films[id];
    if (film) engine?.beside(id, film.file, film.change, model);
  },
  films: () => films.map(({ name }, id) => ({ id, name })),
  announce: results.announce,
  check,
});
const show_status = create_status(by_id("model-status", HTMLElement), live, () => viewer);

/** All films of this visit, as they are to be read; a film's id is its place. One of an archive is called
 * archive.zip/folder/film.png; `refused` is why an archive has none. Until the worker has heard of all requests for its
 * answer, what it says of the film is of an earlier one.
 * @type {{file: FilmFile, name: string, change: FilmChange, unheard: number, refused: string}[]} */
const films = [];
/** Archives whose films are not known yet. @type {Map<number, File>} */
const archives = new Map();
let archives_seen = 0;
/** @type {FilmChange} */
const no_change = { negative: false, mirror: false, quarter_turns: 0 };
/** What is to be said with the model's state: of this visit, and of the model that is open. @type {string[]} */
const lasting_notices = [];
/** @type {string[]} */
let notices = [];
/** @type {string | null} */
let asked_model = null;
let is_refused = false;
/** @type {Ready | undefined} */
let ready;
/** @type {ReturnType<typeof start_engine> | undefined} */
let engine;
const deaths = create_deaths();

const pick_films = () => file_input.click();
/** @param {number} id */
const list_identifiers = (id) => {
  const film = films[id];
  if (film) engine?.identifiers(id, film.file);
};

const viewer_url = new URL("../chestlens_viewer.wasm", import.meta.url).href;

/** Undefined where the browser has no WebGL 2: the results are then there as text only.
 * @type {Viewer | undefined} */
export const viewer = await start_module(createViewer, viewer_url, {
  canvas,
  on_select: (id) => {
    results.mark_selected(id);
    tell_overlay_time();
  },
  on_open_files: pick_films,
  on_class_change: (id, class_index) => {
    explain_text.show_class(id, class_index);
    tell_overlay_time();
  },
  on_answer_wanted: (id) => results.show_answer(id),
  on_change: (id, change) => {
    const film = films[id];
    if (!film) return;
    film.change = change;
    results.set_state(id, "Waiting");
    predict(id);
  },
  on_identifiers_wanted: list_identifiers,
  on_measures_changed: (id, words) => results.set_measures(id, words),
  on_reference_maps_wanted: () => engine?.show_maps(),
  on_open_card: (place) => void open_card_at(place),
  on_ask: questions.send_question,
  on_curve_wanted: questions.send_curve,
  on_questions_changed: questions.set_list,
  on_save_questions: questions.save,
  on_beside_wanted: comparisons.send_beside,
  on_weights_moved: comparisons.show_weights,
  on_maps_wanted: explain,
  on_maps_cancelled: stop_explaining,
}).catch((error) => {
  lasting_notices.push(`The viewer cannot start, so results are text only (${error?.message ?? error}).`);
  show_results(true);
  return undefined;
});

theme.follow((name) => check(viewer?.set_theme(name)));

/** The viewer says itself which film it cannot show; the text results stand.
 * @param {import("../chestlens_core.js").Reply<object> | undefined} reply */
function check(reply) {
  if (reply && !reply.ok) console.error(`The viewer refused: ${reply.context}: ${reply.message}`);
}

/** @param {number} id @param {number} member @param {string} method */
function explain(id, member, method) {
  const film = films[id];
  if (!film) return;
  explain_text.set_wanted(id, member, method);
  engine?.explain(id, film.file, film.change, member, method);
}

/** @param {number} id @param {number} member @param {string} method */
function stop_explaining(id, member, method) {
  explain_text.set_cancelled(id, member, method);
  engine?.cancel_explain(id, member, method);
}

/** Copies what the last drawing took to the text; the viewer draws a change in the next frame. */
function tell_overlay_time() {
  const tell = () => {
    if (!viewer) return;
    const { selected, overlay_ms } = JSON.parse(viewer.state());
    if (selected !== null) results.set_overlay_time(selected, overlay_ms);
  };
  requestAnimationFrame(() => requestAnimationFrame(tell));
}

/** @param {number} id */
function submit(id) {
  const film = films[id];
  if (!film) return;
  const name = visible_name(film.name);
  results.add(id, name);
  check(viewer?.add_film(id, name, film.change));
  film.unheard = 0; // of a worker that is gone
  if (film.refused) fail_film(id, film.refused);
  else predict(id);
}

/** @param {number} id */
function predict(id) {
  const film = films[id];
  if (!film || !engine) return;
  if (deaths.is_left_out(id)) return fail_film(id, "The inference worker ended twice while it read this film.");
  deaths.asked(id);
  film.unheard++;
  engine.predict(id, film.file, film.change);
}

/** Whether a message is of a film's earlier answer.
 * @param {FromWorker} message */
const is_outdated = (message) => "id" in message && Boolean(films[message.id]?.unheard);

/** @param {number} id @param {string} message */
function fail_film(id, message) {
  deaths.answered(id);
  results.set_failure(id, message);
  check(viewer?.set_failure(id, message));
}

/** @param {FilmFile} file @param {string} name @param {string} [refused] */
const add_film = (file, name, refused = "") =>
  submit(films.push({ file, name, change: no_change, unheard: 0, refused }) - 1);

/** @param {File[]} files */
async function add_files(files) {
  if (films.length === 0 && files.length > 0) addEventListener("beforeunload", (event) => event.preventDefault());
  canvas.focus(); // its keys change film, class and window
  for (const file of files) {
    if (!(await is_archive(file))) {
      add_film({ file, entry: "", frame: 0 }, file.name);
      continue;
    }
    archives.set(++archives_seen, file);
    engine?.list(archives_seen, file);
  }
}

/** @param {Extract<FromWorker, {type: "listed"}>} listed */
function add_archive({ number, films: names, others, refused }) {
  const file = archives.get(number);
  if (!file) return;
  archives.delete(number);
  for (const entry of names) add_film({ file, entry, frame: 0 }, `${file.name}/${entry}`);
  if (!names.length) {
    const nothing = "The archive holds no PNG, JPEG, BMP, TIFF or DICOM file";
    add_film({ file, entry: "", frame: 0 }, file.name, refused || nothing);
  } else if (others) {
    show_status(
      `${visible_name(file.name)}: passed over ${others} other ${others === 1 ? "file" : "files"}.`,
      "notice",
    );
  }
}

/** @param {number} id @param {number} frame */
function choose_frame(id, frame) {
  const film = films[id];
  if (!film) return;
  film.file = { ...film.file, frame };
  results.set_state(id, "Waiting");
  predict(id);
}

/** Opens a model or an ensemble and gives it all films of this visit.
 * @param {string | null} name null for the default
 * @param {string[]} [said] what is to be said of it once it is ready */
function open_model(name, said = []) {
  engine?.stop();
  asked_model = name;
  is_refused = false;
  news.clear();
  deaths.begin();
  notices = said;
  ready = undefined;
  card_button.disabled = true;
  results.clear();
  explain_text.clear();
  questions.clear();
  comparisons.clear();
  viewer?.clear();
  show_status("Loading the model", "loading");
  const backend = /** @type {BackendChoice} */ (query.get("backend") ?? "auto");
  why.clear();
  engine = start_engine(name, { backend, known: remembered_times(name) }, receive, start_again);
  films.forEach((_, id) => submit(id));
  for (const [number, file] of archives) engine.list(number, file);
}

/** The worker ended by itself.
 * @param {string} reason */
function start_again(reason) {
  const { may_start, waiting } = deaths.note();
  const message = `The inference worker stopped: ${reason}.`;
  if (may_start) return open_model(asked_model, [`${message} It was started again, and all films are read again.`]);
  for (const id of waiting) fail_film(id, message);
  refuse(message);
}

/** @param {string} message why the model cannot be opened */
function refuse(message) {
  is_refused = true;
  show_status(message, "error");
  news.show(message, { label: "Try again", do: () => open_model(asked_model) });
  look_for_update();
}

/** @param {FromWorker} message */
function receive(message) {
  if (message.type === "heard") {
    const film = films[message.id];
    if (film) film.unheard--;
    return;
  }
  if (is_outdated(message) || questions.receive(message) || comparisons.receive(message)) return;
  switch (message.type) {
    case "loading":
      // What is fetched later, a map, is no news of the model.
      return ready ? undefined : show_status(`Loading the model: ${progress_text(message)}`, "loading");
    case "catalog":
      comparisons.set_catalog(message.catalog);
      return offer_models(model_select, message.catalog, message.chosen);
    case "notice":
      notices.push(message.message);
      if (!ready) return;
      ready.backend = message.backend || ready.backend;
      viewer?.set_backend(ready.backend);
      return tell_ready(ready);
    case "raced":
      if (!ready) return;
      remember_times(asked_model, message.times);
      why.show(message);
      if (ready.backend === message.backend) return;
      ready.backend = message.backend;
      viewer?.set_backend(ready.backend);
      return tell_ready(ready);
    case "refused":
      return refuse(message.message);
    case "ready":
      return become_ready(message);
    case "film": {
      const { id, width, height, max_level, pixels, low_level, high_level, change, notes, has_header } = message;
      questions.set_size(id, { width, height });
      results.set_film(id, `${width} x ${height} pixels, waiting for the model`, change, notes);
      if (has_header) results.offer_identifiers(id);
      check(viewer?.set_notes(id, notes, has_header));
      const { spacing } = message;
      if (spacing) check(viewer?.set_spacing(id, spacing.across_mm, spacing.down_mm));
      return check(viewer?.set_film(id, width, height, max_level, pixels, low_level, high_level));
    }
    case "listed":
      return add_archive(message);
    case "frames": {
      const { id, frames } = message;
      fail_film(id, `DICOM file of ${frames} frames: choose one in the results as text`);
      return results.offer_frames(id, frames);
    }
    case "identifiers":
      results.set_identifiers(message.id, message.elements);
      return check(viewer?.set_identifiers(message.id, message.elements));
    case "prediction": {
      const { id, probabilities, heatmaps, height, width, trust, hints, timings } = message;
      const said = { trust, hints, timings };
      deaths.answered(id);
      check(viewer?.set_prediction(id, probabilities, heatmaps, height, width, said));
      comparisons.set_members(message);
      if (ready) results.set_prediction(message, ready);
      return tell_overlay_time();
    }
    case "explaining":
      explain_text.set_progress(message);
      return check(viewer?.set_maps_progress(message.id, message.member, message.method, message.done, message.total));
    case "maps": {
      const { id, member, method, made, refused } = message;
      explain_text.set_maps(message);
      return check(
        made ? viewer?.set_maps(id, member, method, made) : viewer?.refuse_maps(id, member, method, refused),
      );
    }
    case "reference_map":
      if (message.may_come) look_for_update();
      results.set_map(message);
      return check(viewer?.set_map(message.member, message.title, message.points, message.missing, message.may_come));
    case "placed":
      if (ready) results.set_place(message, ready);
      return check(viewer?.set_place(message.id, message.member, message.place));
    case "failure":
      if (message.not_fetched) look_for_update();
      return fail_film(message.id, message.message);
  }
}

/** @param {Extract<FromWorker, {type: "loading"}>} progress */
function progress_text({ received_bytes, total_bytes, waits_for }) {
  const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);
  const of_all = received_bytes > total_bytes ? "" : ` of ${megabytes(total_bytes)}`;
  const waiting = waits_for ? `. The server does not answer; ${waits_for} is asked for again` : "";
  return `${megabytes(received_bytes)}${of_all} MB${waiting}`;
}

/** @param {Ready} message */
async function become_ready(message) {
  ready = message;
  deaths.ready();
  const { title, members, backend, urls } = message;
  const [first] = members;
  if (first) check(viewer?.set_model(title, first.card.classes, first.card.input.fit, caveats_of(message)));
  check(viewer?.set_explained_models(members.map(({ card: { title, format } }) => ({ title, format }))));
  questions.set_model(message);
  comparisons.set_model(message);
  viewer?.set_backend(backend);
  tell_ready(message);
  fill_card(title, describe_card(message));
  card_button.disabled = false;
  if (!(await service_worker)) return;
  try {
    await keep_offline(urls);
    by_id("offline", HTMLElement).hidden = false;
    if (ready === message && !crossOriginIsolated && backend !== "WebGPU" && navigator.hardwareConcurrency > 1) {
      tell_ready(message, " Reload the page to use more threads.");
    }
  } catch (error) {
    console.warn("Not kept for offline use:", error);
  }
}

/** @param {Ready} message @param {string} [more] */
function tell_ready({ title, backend }, more = "") {
  const said = [...lasting_notices, ...notices];
  show_status([...said, `${title} is ready: ${backend}.`].join(" ") + more, said.length ? "notice" : "ready");
}

/** @param {boolean} shown */
function show_results(shown) {
  results_section.classList.toggle("visually-hidden", !shown);
  results_button.setAttribute("aria-expanded", String(shown));
}

results_button.addEventListener("click", () => show_results(results_section.classList.contains("visually-hidden")));
prepare_card(card_button);
model_select.addEventListener("change", () => open_model(model_select.value));
canvas.addEventListener("webglcontextlost", () => {
  const message = "The browser took the viewer's graphics away. The results stand as text.";
  const were_hidden = results_section.classList.contains("visually-hidden");
  news.show(message);
  results.announce(message);
  show_results(true);
  const go_back = () => {
    news.clear();
    if (were_hidden) show_results(false);
  };
  canvas.addEventListener("webglcontextrestored", go_back, { once: true });
});
addEventListener("online", () => is_refused && open_model(asked_model));

open_model(query.get("model"));
accept_films(add_files, (message) => show_status(message, "error"));
