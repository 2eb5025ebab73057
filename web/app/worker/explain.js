// Where answers come from, on request: what one run of a network gives is there at once; what takes many is made batch
// by batch, so that films and wishes to stop get their turn in between.
import { load_file } from "./bundle.js";
import { create_meter } from "./download.js";
import { unwrap, words_of } from "./reply.js";
import { output_of } from "./session.js";
import { other_messages } from "./turns.js";

/** @import { FromWorker, MadeMaps, ToWorker } from "../protocol" */
/** @import { Core, CoreFilmToExplain, CoreFilm } from "../chestlens_core.js" */
/** @import { KeptFilm } from "./kept_film.js" */
/** @import { Model } from "./predict.js" */
/** @import { OutputName, RunHead } from "./session.js" */

/** @typedef {Extract<ToWorker, {type: "explain"}>} ExplainRequest */
/** @typedef {Extract<ToWorker, {type: "cancel_explain"}>} CancelRequest */
/** @typedef {ExplainRequest & {is_cancelled: boolean}} Job */

/** The film that was explained last, as each member takes it: no other is kept.
 * @typedef {{id: number, change: string, members: Map<number, CoreFilmToExplain>}} ExplainedFilm */

/** @type {OutputName[]} */
const outputs_of_format_1 = ["logits", "activations", "cam_weights"];
/** @type {OutputName[]} */
const outputs_of_format_2 = [...outputs_of_format_1, "evidence", "logit_bias", "max_weights"];

/** Films in one run of the whole network: few, so that progress is seen and a wish to stop heard. */
const most_films = 8;

/** @param {ExplainRequest | CancelRequest} request */
const key_of = ({ id, member, method }) => `${id} ${member} ${method}`;

/** Answers "explain" and "cancel_explain". A model computes for one caller at a time: all that uses one goes through
 * `in_turn`.
 * @param {Promise<{core: Core, models: Model[]}>} opened
 * @param {KeptFilm} kept
 * @param {<T>(work: () => Promise<T>) => Promise<T>} in_turn
 * @param {(message: FromWorker, transfer?: Transferable[]) => void} post */
export function create_explainer(opened, kept, in_turn, post) {
  /** @type {ExplainedFilm | undefined} */
  let explained;
  /** @type {Map<string, Job>} */
  const jobs = new Map();
  /** @type {Map<Model, Promise<RunHead>>} */
  const heads = new Map();

  /** @param {Job} job */
  async function film_of(job) {
    const { core, models } = await opened;
    const model = models[job.member];
    if (!model) throw new Error(`there is no member ${job.member}`);
    const change = JSON.stringify(job.change);
    if (explained?.id !== job.id || explained.change !== change) {
      for (const film of explained?.members.values() ?? []) film.delete();
      explained = { id: job.id, change, members: new Map() };
    }
    const film = explained.members.get(job.member) ?? (await look_at(core, model, await kept.film_of(core, job)));
    explained.members.set(job.member, film);
    return { core, model, film };
  }

  /** @param {Job} job */
  async function make(job) {
    const { core, model, film } = await in_turn(() => film_of(job));
    const at_once = core.map_methods().methods.find(({ name }) => name === job.method)?.is_at_once;
    if (at_once) return send(job, unwrap(core.maps_at_once(film, job.method)));
    const { runs, part, films, batch_films, shape } = unwrap(core.map_runs(film, job.method));
    try {
      const run = await in_turn(() => run_of(model, part, shape));
      const batch = part === "head" ? batch_films : Math.min(batch_films, most_films);
      /** @type {Float32Array<ArrayBuffer>[]} */
      const outputs = [];
      for (let first = 0; first < films; first += batch) {
        if (job.is_cancelled) return;
        const count = Math.min(batch, films - first);
        const { inputs } = unwrap(core.inputs_of(runs, first, count));
        outputs.push(await in_turn(() => run(inputs, count)));
        post({
          type: "explaining",
          id: job.id,
          member: job.member,
          method: job.method,
          done: first + count,
          total: films,
        });
        await other_messages();
      }
      if (!job.is_cancelled) send(job, unwrap(core.maps_of_runs(runs, joined(outputs))));
    } finally {
      runs.delete();
    }
  }

  /** Outputs of `count` inputs of this shape, by the part of the model that a method runs.
   * @param {Model} model
   * @param {"head" | "evidence" | "network"} part
   * @param {number[]} shape
   * @returns {Promise<(inputs: Float32Array<ArrayBuffer>, count: number) => Promise<Float32Array<ArrayBuffer>>>} */
  async function run_of(model, part, shape) {
    if (part !== "head") {
      /** @type {OutputName} */
      const name = part === "evidence" ? "evidence" : "logits";
      return async (films, count) => output_of(await model.run(films, [name], count), name);
    }
    const head = heads.get(model) ?? open_head(model);
    heads.set(model, head);
    head.catch(() => heads.delete(model)); // the next wish tries again
    const run = await head;
    return (activations, count) => run(activations, [count, ...shape]);
  }

  /** @param {Model} model */
  async function open_head(model) {
    const { core } = await opened;
    const bytes = await load_file(
      model,
      "model.onnx",
      create_meter(() => {}),
    );
    return model.open_head(unwrap(core.cut_head(bytes), model.card.name).head);
  }

  /** @param {Job} job @param {MadeMaps} made */
  function send({ id, member, method }, { maps, height, width, sums, places, says }) {
    post({ type: "maps", id, member, method, refused: "", made: { maps, height, width, sums, places, says } }, [
      maps.buffer,
    ]);
  }

  return {
    /** @param {ExplainRequest} request */
    async explain(request) {
      const job = { ...request, is_cancelled: false };
      jobs.set(key_of(request), job);
      try {
        await make(job);
      } catch (error) {
        const { id, member, method } = job;
        if (!job.is_cancelled) post({ type: "maps", id, member, method, refused: words_of(error) });
      } finally {
        if (jobs.get(key_of(request)) === job) jobs.delete(key_of(request));
      }
    },

    /** @param {CancelRequest} request */
    cancel(request) {
      const job = jobs.get(key_of(request));
      if (job) job.is_cancelled = true;
    },

    /** The film is to be predicted again: what was asked of it means nothing.
     * @param {number} id */
    forget(id) {
      for (const job of jobs.values()) if (job.id === id) job.is_cancelled = true;
    },
  };
}

/** The film's outputs by a model, all that its format gives.
 * @param {Core} core
 * @param {Model} model
 * @param {CoreFilm} film */
async function look_at(core, { checked: card, card: { format }, run }, film) {
  const { pixels } = unwrap(core.preprocess(film, card));
  const outputs = await run(pixels, format < 2 ? outputs_of_format_1 : outputs_of_format_2);
  return unwrap(core.film_to_explain(film, card, outputs, pixels)).film;
}

/** @param {Float32Array<ArrayBuffer>[]} parts */
function joined(parts) {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
