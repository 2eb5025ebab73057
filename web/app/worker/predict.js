import { bytes_of } from "./archive.js";
import { lists } from "./bundle.js";
import { decode_further } from "./formats.js";
import { map_file } from "./map.js";
import { output_of } from "./session.js";
import { unwrap } from "./reply.js";

/** @import { DecodedFilm, FilmChange, FilmFile, PredictionSaid } from "../protocol" */
/** @import { Core, CoreCard, CorePrediction, CoreTrust, CoreTrustModel, CoreFilm } from "../chestlens_core.js" */
/** @import { Member } from "./bundle.js" */
/** @import { OutputName, Outputs, Session } from "./session.js" */

/** A member that predicts; `trust` is not there of a bundle of an earlier version.
 * @typedef {Member & Pick<Session, "run" | "open_head"> & {trust: CoreTrustModel | undefined}} Model */

/** What a model's map places a film by. @typedef {Float32Array<ArrayBuffer> | undefined} Features */

/** @type {OutputName[]} */
const outputs_of_prediction = ["logits", "activations", "cam_weights"];
/** @type {OutputName[]} */
const outputs_of_trust = ["early", "middle", "features"];
/** @type {OutputName[]} */
const outputs_of_map = ["features"];

/** Runs `work` and says how long it took.
 * @template T
 * @param {() => T | Promise<T>} work
 * @returns {Promise<[T, number]>} */
async function timed(work) {
  const start = performance.now();
  const value = await work();
  return [value, performance.now() - start];
}

/** The film as the viewer shows it first.
 * @param {Core} core
 * @param {CoreCard} card
 * @param {number} id
 * @param {CoreFilm} film
 * @param {{words: string, has_header: boolean}} read what was done to it, in words, and whether its file has a header
 * @returns {DecodedFilm} */
export function describe_film(core, card, id, film, { words: change, has_header }) {
  const { low_level, high_level } = unwrap(core.initial_window(film, card));
  const { width, height, max_level } = film;
  return {
    type: "film",
    id,
    width,
    height,
    max_level,
    pixels: film.pixels(),
    low_level,
    high_level,
    change,
    notes: film.notes(),
    spacing: film.spacing(),
    has_header,
  };
}

/** Decodes a file's bytes and makes the change. The caller deletes the film.
 * @param {Core} core
 * @param {FilmFile} file
 * @param {FilmChange} change */
export async function decode_film(core, file, change) {
  const bytes = await bytes_of(file);
  const has_header = core.is_dicom(bytes);
  const [{ film: decoded }, decode_ms] = await timed(async () =>
    unwrap(core.is_further_format(bytes) ? core.film_of(await decode_further(bytes, file.frame)) : core.decode(bytes)),
  );
  try {
    const { film, words } = unwrap(core.change_film(decoded, change));
    return { film, words, has_header, decode_ms };
  } finally {
    decoded.delete();
  }
}

/** One model's prediction of a film. The caller deletes it.
 * @param {Core} core
 * @param {Model} model
 * @param {CoreFilm} film
 * @param {boolean} names_surprise */
async function predict_by(core, model, film, names_surprise) {
  const { checked: card, trust: known, run } = model;
  const [{ pixels }, preprocess_ms] = await timed(() => unwrap(core.preprocess(film, card)));
  const others = known ? outputs_of_trust : lists(model, map_file) ? outputs_of_map : [];
  const wanted = [...outputs_of_prediction, ...others];
  const [outputs, inference_ms] = await timed(() => run(pixels, wanted));
  const logits = output_of(outputs, "logits");
  const activations = output_of(outputs, "activations");
  const cam_weights = output_of(outputs, "cam_weights");
  const [{ prediction }, explain_ms] = await timed(() =>
    unwrap(core.predict_from(card, logits, activations, cam_weights)),
  );
  try {
    const trust = await ask_trust(core, model, pixels, outputs, names_surprise);
    core.note_subject(trust, film);
    prediction.set_trust(trust);
    trust.delete();
    return { prediction, features: outputs.features, timings: { preprocess_ms, inference_ms, explain_ms } };
  } catch (error) {
    prediction.delete();
    throw error;
  }
}

/** Whether the film is like those of training; of one that is not, what it may be, where that is to be named.
 * @param {Core} core
 * @param {Model} model
 * @param {Float32Array<ArrayBuffer>} pixels
 * @param {Outputs} outputs
 * @param {boolean} names_surprise
 * @returns {Promise<CoreTrust>} */
async function ask_trust(core, { trust: known, card, checked, run }, pixels, outputs, names_surprise) {
  if (!known) return unwrap(core.trust_not_known(card.name)).trust;
  const { trust, is_like } = unwrap(core.assess_trust(known, outputs), card.name);
  if (is_like || !names_surprise) return trust;
  const { pixels: ways, films } = unwrap(core.tried_ways(pixels, checked.size_pixels));
  unwrap(core.find_surprise(known, trust, await run(ways, outputs_of_trust, films), films), card.name);
  return trust;
}

/** What a prediction says, as arrays of its own.
 * @param {CorePrediction} prediction
 * @returns {PredictionSaid} */
function said_by(prediction) {
  const { height, width } = prediction;
  const trust = prediction.trust();
  return { probabilities: prediction.probabilities(), heatmaps: prediction.heatmaps(), height, width, trust };
}

/** A film's prediction by all models together, each model's own, and each one's features, which
 * are there where a model has a map or trust.
 * @param {Core} core
 * @param {Model[]} models
 * @param {number} temperature
 * @param {CoreFilm} film
 * @param {{names_surprise: boolean}} [options] whether to try what a film may be that is unlike those of training */
export async function predict_film(core, models, temperature, film, { names_surprise } = { names_surprise: true }) {
  /** @type {{prediction: CorePrediction, weight: number}[]} */
  const members = [];
  /** @type {Features[]} */
  const features = [];
  const timings = { preprocess_ms: 0, inference_ms: 0, explain_ms: 0 };
  try {
    for (const model of models) {
      const predicted = await predict_by(core, model, film, names_surprise);
      members.push({ prediction: predicted.prediction, weight: model.weight });
      features.push(predicted.features);
      timings.preprocess_ms += predicted.timings.preprocess_ms;
      timings.inference_ms += predicted.timings.inference_ms;
      timings.explain_ms += predicted.timings.explain_ms;
    }
    const [{ prediction }, combine_ms] = await timed(() => unwrap(core.combine(members, temperature)));
    timings.explain_ms += combine_ms;
    const combined = said_by(prediction);
    const hints = core.hints_for(film, prediction);
    prediction.delete();
    const own = members.map((member) => said_by(member.prediction));
    return { predicted: { ...combined, members: own, hints }, features, timings };
  } finally {
    for (const { prediction } of members) prediction.delete();
  }
}
