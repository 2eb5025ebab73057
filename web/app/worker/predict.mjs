import { unwrap } from "./reply.mjs";

/** @import { DecodedFilm, Prediction } from "../protocol" */
/** @import { Core, CoreCard, Film } from "../chestlens_core.mjs" */
/** @import { Session } from "./session.mjs" */

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
 * @param {Film} film
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

/** A film's probabilities and one heat-map a class.
 * @param {Core} core
 * @param {CoreCard} card
 * @param {Session} session
 * @param {number} id
 * @param {Film} film
 * @param {number} decode_ms
 * @returns {Promise<Prediction>} */
export async function predict_film(core, card, session, id, film, decode_ms) {
  const [pixels, preprocess_ms] = await timed(() => unwrap(core.preprocess(film, card)).pixels);
  const [outputs, inference_ms] = await timed(() => session.run(pixels));
  const { probabilities } = unwrap(core.softmax(outputs.logits, card.temperature));
  const [heatmaps, explain_ms] = await timed(() => explain(core, card, outputs));
  return {
    type: "prediction",
    id,
    backend: session.backend,
    probabilities,
    heatmaps,
    height: card.activation_height,
    width: card.activation_width,
    timings: { decode_ms, preprocess_ms, inference_ms, explain_ms },
  };
}

/** Grad-CAM of every class: [C,h,w].
 * @param {Core} core
 * @param {CoreCard} card
 * @param {import("./session.mjs").Outputs} outputs */
function explain(core, card, { activations, cam_weights }) {
  const { activation_features: features, activation_height: height, activation_width: width } = card;
  const heatmaps = new Float32Array(card.classes().length * height * width);
  for (let start = 0; start < cam_weights.length; start += features) {
    const weights = cam_weights.slice(start, start + features);
    const { heatmap } = unwrap(core.grad_cam(activations, features, height, width, weights));
    heatmaps.set(heatmap, (start / features) * height * width);
  }
  return heatmaps;
}
