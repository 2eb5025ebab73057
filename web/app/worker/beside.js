// One more model of the catalog, opened beside those that answer: it predicts films on request. One at a time is kept.
import { load_bundle, load_member } from "./bundle.js";
import { create_meter } from "./download.js";
import { predict_film } from "./predict.js";
import { unwrap, words_of } from "./reply.js";
import { open_sessions } from "./session.js";

/** @import { FromWorker, ToWorker } from "../protocol" */
/** @import { Core, CoreCard, CoreCatalog } from "../chestlens_core.js" */
/** @import { KeptFilm } from "./kept_film.js" */
/** @import { Model } from "./predict.js" */

/** @typedef {Extract<ToWorker, {type: "beside"}>} BesideRequest */
/** @typedef {Extract<ToWorker, {type: "open"}>} OpenRequest */
/** @typedef {{core: Core, catalog: CoreCatalog, first: {checked: CoreCard}}} Cards */
/** @typedef {{name: string, model: Model, release: () => Promise<void>}} Opened */

/** Answers "beside". A runtime computes for one caller at a time: all that uses one goes through `in_turn`.
 * @param {OpenRequest} opening
 * @param {Promise<Cards>} cards_opened
 * @param {Promise<unknown>} models_opened the models that answer, which are loaded first
 * @param {KeptFilm} kept
 * @param {(request: BesideRequest) => boolean} is_current whether the film was not changed since
 * @param {<T>(work: () => Promise<T>) => Promise<T>} in_turn
 * @param {(message: FromWorker) => void} post */
export function create_beside(
  { catalog_url, backend: choice, known },
  cards_opened,
  models_opened,
  kept,
  is_current,
  in_turn,
  post,
) {
  const meter = create_meter(() => {});
  /** @type {Opened | undefined} */
  let opened;

  /** @param {string} name */
  async function open(name) {
    if (opened?.name === name) return opened;
    await opened?.release();
    opened = undefined;
    const { core, catalog, first } = await cards_opened;
    const [listed, ...others] = unwrap(core.find_entry(catalog, name)).entry.members;
    if (!listed || others.length > 0) throw new Error(`${name} is no single model`);
    const member = await load_member(core, catalog_url, listed, meter);
    unwrap(core.check_members(first.checked, member.checked));
    const bundle = await load_bundle(core, member, meter);
    const {
      sessions: [session],
    } = await open_sessions(core, [bundle], { choice, known }, meter, () => {});
    if (!session) throw new Error(`${name} was not opened`);
    const { run, open_head, release } = session;
    opened = { name, model: { ...member, run, open_head, trust: bundle.trust }, release };
    return opened;
  }

  /** @param {BesideRequest} request */
  async function predict(request) {
    await models_opened;
    const { core } = await cards_opened;
    const { model } = await open(request.model);
    const { predicted } = await predict_film(core, [model], 1, await kept.film_of(core, request));
    const { probabilities, heatmaps, height, width, trust } = predicted;
    const prediction = { probabilities, heatmaps, height, width, trust };
    if (is_current(request)) post({ type: "beside", id: request.id, model: request.model, prediction });
  }

  return {
    /** @param {BesideRequest} request */
    predict: (request) =>
      in_turn(() => predict(request)).catch((error) =>
        post({ type: "no_beside", id: request.id, model: request.model, message: words_of(error) }),
      ),
  };
}
