// The inference worker: opens one model or ensemble, then answers films one at a time, in order. A
// film is decoded and shown as soon as the cards are known, while the models may still be on their way.
import create_core from "../chestlens_core.js";
import { bytes_of, films_of_archive } from "./archive.js";
import { create_beside } from "./beside.js";
import { bundle_files, lists, load_bundle, load_member } from "./bundle.js";
import { load_catalog, open_entry } from "./catalog.js";
import { create_meter, NotFetched } from "./download.js";
import { create_explainer } from "./explain.js";
import { identifying_elements, SeveralFrames } from "./formats.js";
import { create_kept_film } from "./kept_film.js";
import { map_file, map_on_demand } from "./map.js";
import { create_places } from "./places.js";
import { decode_film, describe_film, predict_film } from "./predict.js";
import { create_questioner } from "./question.js";
import { unwrap, words_of } from "./reply.js";
import { open_sessions } from "./session.js";
import { create_turns } from "./turns.js";
import { start_module } from "./wasm_module.js";

/** @import { FilmChange, FromWorker, ToWorker } from "../protocol" */
/** @import { Member } from "./bundle.js" */
/** @import { KeptFilm } from "./kept_film.js" */

/** @typedef {Awaited<ReturnType<typeof open_cards>>} OpenedCards */
/** @typedef {Awaited<ReturnType<typeof open_models>>} OpenedModels */
/** @typedef {Extract<ToWorker, {type: "open"}>} OpenRequest */
/** @typedef {Extract<ToWorker, {type: "predict"}>} PredictRequest */
/** @typedef {Exclude<ToWorker, {type: "open"}>} FilmRequest */

/**
 * @param {FromWorker} message
 * @param {Transferable[]} [transfer] */
const post = (message, transfer = []) => postMessage(message, transfer);

const core_url = new URL("../chestlens_core.wasm", import.meta.url).href;

const meter = create_meter((received_bytes, total_bytes, waits_for) =>
  post({ type: "loading", received_bytes, total_bytes, waits_for }),
);

/** @param {string} message */
const notice = (message) => post({ type: "notice", message, backend: opened_sessions?.backend() ?? "" });

/** @type {Awaited<ReturnType<typeof open_sessions>> | undefined} */
let opened_sessions;

/** @param {OpenRequest} request */
async function open_cards({ catalog_url, asked }) {
  const core = await start_module(create_core, core_url, {}, meter);
  const { checked, catalog } = await load_catalog(core, catalog_url, meter);
  const entry = open_entry(core, checked, asked ?? "", notice);
  const ensemble = catalog.ensembles.find(({ name }) => name === entry.name);
  post({ type: "catalog", catalog, chosen: entry.name });
  const members = await Promise.all(entry.members.map((listed) => load_member(core, catalog_url, listed, meter)));
  const [first, ...others] = members;
  if (!first) throw new Error(`${entry.title} has no members`);
  for (const { checked } of others) unwrap(core.check_members(first.checked, checked));
  const cards = members.map((member) => member.checked);
  const told = ensemble && { ...ensemble, words: unwrap(core.ensemble_words(checked, ensemble.name, cards)).words };
  return { core, catalog: checked, entry, ensemble: told, first, members };
}

/**
 * @param {OpenedCards} opened
 * @param {OpenRequest} request */
async function open_models({ core, entry, ensemble, members }, { catalog_url, backend: choice, known }) {
  const bundles = await Promise.all(members.map((member) => load_bundle(core, member, meter)));
  if (!isSecureContext)
    notice("Over plain http digests cannot be computed: the model was checked by its certificate alone.");
  opened_sessions = await open_sessions(core, bundles, { choice, known }, meter, notice);
  const { backend, urls, sessions, race } = opened_sessions;
  const models = sessions.map((session, index) => {
    const member = /** @type {Member} */ (members[index]);
    return { ...session, ...member, trust: bundles[index]?.trust, map: map_on_demand(core, member, meter) };
  });
  post({
    type: "ready",
    backend: backend(),
    name: entry.name,
    title: entry.title,
    ensemble,
    members: models.map(({ card, words, caveats, certificate_difference }) => ({
      card,
      words,
      caveats,
      certificate_difference,
    })),
    power: unwrap(core.audit_power()).power,
    explain: core.map_methods(),
    questions: core.question_choices(),
    urls: [catalog_url, ...urls, ...members.flatMap(member_urls)],
  });
  return { backend, models, temperature: entry.temperature, places: create_places(core, models, post), race };
}

/** @param {Member} member */
const member_urls = (member) =>
  ["model.json", ...bundle_files(member), ...(lists(member, map_file) ? [map_file] : [])].map(
    (file) => member.model_url + file,
  );

/**
 * @param {PredictRequest} request
 * @param {() => boolean} is_wanted whether the film was not asked for in another way since
 * @param {Promise<OpenedCards>} cards_opened
 * @param {Promise<OpenedModels>} models_opened
 * @param {ReturnType<typeof create_questioner>} questioner
 * @param {KeptFilm} kept who has the film afterwards */
async function answer(request, is_wanted, cards_opened, models_opened, questioner, kept) {
  const { id, file, change } = request;
  const { core, first } = await cards_opened;
  if (!is_wanted()) return;
  const { film, decode_ms, ...read } = await decode_film(core, file, change);
  kept.keep(request, film);
  if (!is_wanted()) return;
  const described = describe_film(core, first.checked, id, film, read);
  post(described, [described.pixels.buffer]);
  const { backend, models, temperature, places } = await models_opened;
  if (!is_wanted()) return;
  const { predicted, features, timings } = await predict_film(core, models, temperature, film);
  if (!is_wanted()) return;
  questioner.set_answer(id, predicted);
  post({ type: "prediction", id, backend: backend(), ...predicted, timings: { decode_ms, ...timings } }, [
    predicted.heatmaps.buffer,
  ]);
  await places.add(id, features, predicted.trust?.answer === "like");
}

/** @param {Extract<ToWorker, {type: "identifiers"}>} request */
async function list_identifiers({ id, file }) {
  try {
    post({ type: "identifiers", id, elements: await identifying_elements(await bytes_of(file)) });
  } catch (error) {
    notice(words_of(error));
  }
}

/** @param {Extract<ToWorker, {type: "list"}>} request
 * @param {Promise<OpenedCards>} cards_opened */
async function list_archive({ number, file }, cards_opened) {
  try {
    const { core } = await cards_opened;
    post({ type: "listed", number, refused: "", ...(await films_of_archive(core, file)) });
  } catch (error) {
    post({ type: "listed", number, films: [], others: 0, refused: words_of(error) });
  }
}

/** @param {OpenRequest} request */
function open(request) {
  const cards_opened = open_cards(request);
  const models_opened = cards_opened.then((opened) => open_models(opened, request));
  models_opened.catch((error) => {
    meter.stop();
    post({ type: "refused", message: words_of(error) });
  });
  const in_turn = create_turns();
  /** The last request for each film's answer. @type {Map<number, PredictRequest>} */
  const latest = new Map();
  /** @param {{id: number, change: FilmChange}} request whether its film was not changed since */
  const is_current = ({ id, change }) => JSON.stringify(latest.get(id)?.change) === JSON.stringify(change);
  const kept = create_kept_film();
  const opened = Promise.all([cards_opened, models_opened]).then(([{ core }, models]) => ({ core, ...models }));
  opened.catch(() => {}); // it was said that the models are refused
  let has_answered = () => {};
  const answered = new Promise((resolve) => (has_answered = () => resolve(undefined)));
  opened.then((models) => race_backends(models, answered, in_turn)).catch(() => {});
  const explainer = create_explainer(opened, kept, in_turn, post);
  const show_maps = () => models_opened.then(({ places }) => places.show()).catch(() => {}); // it was refused
  const questioner = create_questioner(opened, kept, is_current, in_turn, post);
  const beside = create_beside(request, cards_opened, opened, kept, is_current, in_turn, post);
  return (/** @type {FilmRequest} */ request) => {
    if (request.type === "reference_maps") return void in_turn(show_maps);
    if (request.type === "identifiers") return void list_identifiers(request);
    if (request.type === "list") return void list_archive(request, cards_opened);
    if (request.type === "explain") return void explainer.explain(request);
    if (request.type === "cancel_explain") return explainer.cancel(request);
    if (request.type === "ask") return void questioner.ask(request);
    if (request.type === "curve") return void questioner.curve(request);
    if (request.type === "beside") return void beside.predict(request);
    const { id } = request;
    post({ type: "heard", id });
    explainer.forget(id);
    questioner.forget(id);
    latest.set(id, request);
    const is_wanted = () => latest.get(id) === request;
    in_turn(() => answer(request, is_wanted, cards_opened, models_opened, questioner, kept)).then(
      has_answered,
      (error) => {
        if (!is_wanted()) return;
        if (error instanceof SeveralFrames) return post({ type: "frames", id, frames: error.frames });
        post({ type: "failure", id, message: words_of(error), not_fetched: error instanceof NotFetched });
      },
    );
  };
}

/** Measures, after the first film has its answer and others their turns, which backend is the fastest.
 * @param {OpenedModels} opened
 * @param {Promise<unknown>} answered
 * @param {<T>(work: () => Promise<T>) => Promise<T>} in_turn */
async function race_backends({ race, backend }, answered, in_turn) {
  const times = await race(answered, in_turn);
  if (times.length > 0) post({ type: "raced", times, backend: backend() });
}

/** Holds a lock until the worker ends, which tells the page of its end.
 * @param {string} life its name */
function hold(life) {
  const for_ever = () => {
    post({ type: "alive" });
    return new Promise(() => {});
  };
  navigator.locks?.request(life, for_ever).catch(() => {}); // not where storage is forbidden
}

addEventListener(
  "message",
  (first) => {
    hold(first.data.life);
    const take = open(first.data);
    addEventListener("message", ({ data }) => take(data));
  },
  { once: true },
);
