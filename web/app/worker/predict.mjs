import { unwrap } from "./reply.mjs";

/** @import { DecodedFilm } from "../protocol" */
/** @import { Core, CoreCard, Film } from "../chestlens_core.mjs" */
/** @import { Member } from "./bundle.mjs" */
/** @import { Session } from "./session.mjs" */

/** @typedef {Pick<Member, "checked" | "weight"> & Pick<Session, "run">} Model */
/** @typedef {Awaited<ReturnType<typeof ask>>} Opinion */

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

/** A film's probabilities and one heat-map a class, by all models: their weighted means, that of the
 * probabilities at a temperature.
 * @param {Core} core
 * @param {Model[]} models
 * @param {number} temperature
 * @param {Film} film */
export async function predict_film(core, models, temperature, film) {
  /** @type {Opinion[]} */
  const opinions = [];
  for (const model of models) opinions.push(await ask(core, model, film));
  const members = opinions.map(({ probabilities }) => probabilities);
  const weights = Float32Array.from(models, ({ weight }) => weight);
  const rows = Float32Array.from(members.flatMap((row) => [...row]));
  const { probabilities } = unwrap(core.ensemble(rows, weights, temperature));
  const [combined, combine_ms] = await timed(() => combine_heatmaps(core, opinions));
  const sum = (/** @type {"preprocess_ms" | "inference_ms" | "explain_ms"} */ step) =>
    opinions.reduce((total, opinion) => total + opinion[step], 0);
  return {
    probabilities,
    members,
    ...combined,
    timings: {
      preprocess_ms: sum("preprocess_ms"),
      inference_ms: sum("inference_ms"),
      explain_ms: sum("explain_ms") + combine_ms,
    },
  };
}

/** What one model says of a film.
 * @param {Core} core
 * @param {Model} model
 * @param {Film} film */
async function ask(core, { checked: card, weight, run }, film) {
  const [pixels, preprocess_ms] = await timed(() => unwrap(core.preprocess(film, card)).pixels);
  const [outputs, inference_ms] = await timed(() => run(pixels));
  const { probabilities } = unwrap(core.softmax(outputs.logits, card.temperature));
  const [heatmaps, explain_ms] = await timed(() => explain(core, card, weight, outputs));
  return { probabilities, heatmaps, preprocess_ms, inference_ms, explain_ms };
}

/** Grad-CAM of every class, with the model's weight.
 * @param {Core} core
 * @param {CoreCard} card
 * @param {number} weight
 * @param {import("./session.mjs").Outputs} outputs */
function explain(core, card, weight, { activations, cam_weights }) {
  const { activation_features: features, activation_height: height, activation_width: width } = card;
  return card.classes().map((_, index) => {
    const weights = cam_weights.slice(index * features, (index + 1) * features);
    const { heatmap } = unwrap(core.grad_cam(activations, features, height, width, weights));
    return { heatmap, height, width, weight };
  });
}

/** Every class's heat-map by all models: [C,h,w].
 * @param {Core} core
 * @param {Opinion[]} opinions */
function combine_heatmaps(core, opinions) {
  const classes = [...(opinions[0]?.heatmaps.keys() ?? [])];
  const maps = classes.map((index) =>
    unwrap(core.ensemble_heatmap(opinions.flatMap(({ heatmaps }) => heatmaps[index] ?? []))),
  );
  const { height = 0, width = 0 } = maps[0] ?? {};
  const heatmaps = new Float32Array(maps.length * height * width);
  maps.forEach(({ heatmap }, index) => heatmaps.set(heatmap, index * height * width));
  return { heatmaps, height, width };
}
