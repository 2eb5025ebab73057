import { unwrap } from "./reply.mjs";

/** @import { DecodedFilm } from "../protocol" */
/** @import { Core, CoreCard, CorePrediction, GreyImage } from "../chestlens_core.mjs" */
/** @import { Member } from "./bundle.mjs" */
/** @import { Session } from "./session.mjs" */

/** @typedef {Pick<Member, "checked" | "weight"> & Pick<Session, "run">} Model */

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
 * @param {GreyImage} film
 * @returns {DecodedFilm} */
export function describe_film(core, card, id, film) {
  const { low_level, high_level } = unwrap(core.initial_window(film, card));
  const { width, height, max_level } = film;
  return { type: "film", id, width, height, max_level, pixels: film.pixels(), low_level, high_level };
}

/** Decodes a file's bytes. The caller deletes the film.
 * @param {Core} core
 * @param {File} file */
export async function decode_film(core, file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const [{ film }, decode_ms] = await timed(() => unwrap(core.decode(bytes)));
  return { film, decode_ms };
}

/** A film's prediction by all models together, and each model's own probabilities.
 * @param {Core} core
 * @param {Model[]} models
 * @param {number} temperature
 * @param {GreyImage} film */
export async function predict_film(core, models, temperature, film) {
  /** @type {{prediction: CorePrediction, weight: number}[]} */
  const members = [];
  const timings = { preprocess_ms: 0, inference_ms: 0, explain_ms: 0 };
  try {
    for (const { checked: card, weight, run } of models) {
      const [{ pixels }, preprocess_ms] = await timed(() => unwrap(core.preprocess(film, card)));
      const [outputs, inference_ms] = await timed(() => run(pixels));
      const { logits, activations, cam_weights } = outputs;
      const [{ prediction }, explain_ms] = await timed(() =>
        unwrap(core.predict_from(card, logits, activations, cam_weights)),
      );
      members.push({ prediction, weight });
      timings.preprocess_ms += preprocess_ms;
      timings.inference_ms += inference_ms;
      timings.explain_ms += explain_ms;
    }
    const [{ prediction }, combine_ms] = await timed(() => unwrap(core.combine(members, temperature)));
    timings.explain_ms += combine_ms;
    const { height, width } = prediction;
    const combined = { probabilities: prediction.probabilities(), heatmaps: prediction.heatmaps(), height, width };
    prediction.delete();
    return { ...combined, members: members.map((member) => member.prediction.probabilities()), timings };
  } finally {
    for (const { prediction } of members) prediction.delete();
  }
}
