import { by_known_times, rivals_of, time_of } from "./race.js";
import { unwrap, words_of } from "./reply.js";
import { backend_label, candidate_backends, load_runtime, runtime_urls } from "./runtime.js";

/** @import { BackendChoice, BackendTime } from "../protocol" */
/** @import { Bundle } from "./bundle.js" */
/** @import { Core, CoreCard } from "../chestlens_core.js" */
/** @import { Meter } from "./download.js" */
/** @import { Backend, Ort } from "./runtime.js" */
/** @import { InferenceSession } from "onnxruntime-web" */

/** Outputs of a bundle's model (ARCHITECTURE.md, "The bundle"), each [N,...] of N films.
 * @typedef {"logits" | "features" | "activations" | "cam_weights" | "evidence" | "logit_bias" | "max_weights" | "early" |
 *   "middle"} OutputName */

/** Logits [N,C] of activations [N,F,h,w], by the head of a model alone.
 * @typedef {(activations: Float32Array<ArrayBuffer>, shape: number[]) => Promise<Float32Array<ArrayBuffer>>} RunHead */

/** @typedef {Record<string, Float32Array<ArrayBuffer>>} Outputs those that were asked for */

/** A model that gave the certificate's logits. Its functions are not to be called concurrently. Where a runtime fails, they
 * go on with another one.
 * @typedef {object} Session
 * @property {number} certificate_difference
 * @property {(pixels: Float32Array<ArrayBuffer>, wanted: OutputName[], films?: number) => Promise<Outputs>} run
 *   prepared films, one after the other
 * @property {(head: Uint8Array) => RunHead} open_head of the head's bytes
 * @property {() => Promise<void>} release */

/** One model in one runtime.
 * @typedef {object} OpenedModel
 * @property {number} certificate_difference
 * @property {Session["run"]} run
 * @property {() => Promise<void>} release */

/** A runtime in which all models gave their certificates' logits.
 * @typedef {object} Runtime
 * @property {Backend} backend
 * @property {Ort} ort
 * @property {OpenedModel[]} models
 * @property {() => boolean} is_lost whether its graphics processor is gone
 * @property {(on_loss: (error: Error) => void) => void} watch tells the last one who asks of the loss */

/** The sessions of all bundles.
 * @typedef {object} Opened
 * @property {() => string} backend for people
 * @property {string[]} urls the runtime's
 * @property {Session[]} sessions
 * @property {(until: Promise<unknown>, in_turn: InTurn) => Promise<BackendTime[]>} race times every backend worth it after
 *   `until`, one at a turn, and goes on with the fastest; what another visit found is not measured again. Nothing where
 *   there is one alone */

/** @typedef {<T>(work: () => Promise<T>) => Promise<T>} InTurn */

/** The models on the first backend that gives every certificate's logits on its reference input. Where a run fails, it is
 * made again, once, on a backend that is started anew and asked for the same logits; of a graphics processor that is WASM.
 * `notice` gets a sentence on each backend that is left. Throws if none will do.
 * @param {Core} core
 * @param {Bundle[]} bundles
 * @param {{choice: BackendChoice, known: BackendTime[]}} wish and what was measured on another visit
 * @param {Meter} meter
 * @param {(message: string) => void} notice
 * @returns {Promise<Opened>} */
export async function open_sessions(core, bundles, { choice, known }, meter, notice) {
  const { are_known, sorted } = by_known_times(await candidate_backends(choice), choice === "auto" ? known : []);
  let backends = sorted;
  /** Why backends cannot be used. @type {BackendTime[]} */
  const failures = [];
  const open = () => open_first(core, backends, bundles, meter, notice, failures);
  const first = await open();
  let runtime = /** @type {Runtime | undefined} */ (first);

  /** @param {Runtime} failed @param {unknown} error */
  async function open_other(failed, error) {
    const { backend } = failed;
    runtime = undefined;
    for (const model of failed.models) void model.release().catch(() => {}); // of a lost one that may never end
    const place = backends.indexOf(backend);
    const last = backend.provider === "wasm" && backend.threads === 1;
    backends = backends.slice(last ? place : place + 1);
    runtime = await open();
    notice(`${backend_label(backend)}: ${reason_of(error)}. ${next_words(backend, runtime.backend)}`);
    return runtime;
  }

  /** @template T @param {(runtime: Runtime) => Promise<T>} work */
  async function reliably(work) {
    const at_hand = (runtime ??= await open());
    try {
      return await unless_lost(at_hand, work);
    } catch (error) {
      const other = await open_other(at_hand, error);
      try {
        return await unless_lost(other, work);
      } catch (again) {
        runtime = undefined; // the next film starts a new one
        throw new Error(`this film cannot be predicted: ${reason_of(again)}`);
      }
    }
  }

  /** @param {Backend} backend @param {number} least the fastest one's milliseconds so far
   * @returns {Promise<BackendTime>} */
  async function enter_race(backend, least) {
    const label = backend_label(backend);
    try {
      const rival = runtime?.backend === backend ? runtime : await open_runtime(core, backend, bundles, meter);
      const milliseconds = await unless_lost(rival, (at) => time_of(at, bundles));
      if (rival !== runtime) {
        const slower = milliseconds < least ? runtime : rival;
        if (slower !== rival) runtime = rival;
        for (const model of slower?.models ?? []) await model.release();
      }
      return { label, milliseconds, reason: "" };
    } catch (error) {
      return { label, milliseconds: null, reason: reason_of(error) };
    }
  }

  /** @type {Opened["race"]} */
  async function race(until, in_turn) {
    if (choice !== "auto" || rivals_of(sorted).length < 2) return [];
    if (are_known) return known;
    await until;
    const at_hand = runtime ?? first;
    const others = backends.slice(backends.indexOf(at_hand.backend) + 1);
    const rivals = rivals_of([at_hand.backend, ...others]);
    const times = [...failures];
    for (const rival of rivals) {
      const least = Math.min(...times.map(({ milliseconds }) => milliseconds ?? Infinity));
      times.push(await in_turn(() => enter_race(rival, least)));
    }
    return times;
  }

  const sessions = first.models.map(({ certificate_difference }, index) => {
    const model_in = (/** @type {Runtime} */ { models }) => /** @type {OpenedModel} */ (models[index]);
    return {
      certificate_difference,
      run: (/** @type {Parameters<Session["run"]>} */ ...request) => reliably((at) => model_in(at).run(...request)),
      open_head: (/** @type {Uint8Array} */ bytes) => head_of(bytes, reliably),
      release: async () => runtime && model_in(runtime).release(),
    };
  });
  const backend = () => backend_label((runtime ?? first).backend);
  return { backend, urls: runtime_urls(first.backend), sessions, race };
}

/** @param {Backend} failed @param {Backend} next */
const next_words = (failed, next) =>
  next === failed ? "It was started again." : `Using ${backend_label(next)} instead.`;

/** Why a runtime failed, for people.
 * @param {unknown} error */
function reason_of(error) {
  const words = words_of(error);
  return /bad_alloc|out of memory|memory access out of bounds|\bOOM\b/i.test(words)
    ? "the browser gave it no more memory"
    : words;
}

/** The runtime of the first backend that gives every certificate's logits.
 * @param {Core} core
 * @param {Backend[]} backends
 * @param {Bundle[]} bundles
 * @param {Meter} meter
 * @param {(message: string) => void} notice
 * @param {BackendTime[]} failures
 * @returns {Promise<Runtime>} */
async function open_first(core, backends, bundles, meter, notice, failures) {
  /** @type {string[]} */
  const refusals = [];
  for (const [index, backend] of backends.entries()) {
    try {
      return await open_runtime(core, backend, bundles, meter);
    } catch (error) {
      const label = backend_label(backend);
      const reason = `${label}: ${reason_of(error)}`;
      refusals.push(reason);
      failures.push({ label, milliseconds: null, reason: reason_of(error) });
      const next = backends[index + 1];
      if (next) notice(`${reason}. ${next_words(backend, next)}`);
    }
  }
  throw new Error(`this model cannot be trusted here and predicts nothing. ${refusals.join(". ")}`);
}

/** Opens one model after the other: a runtime computes for one session at a time.
 * @param {Core} core
 * @param {Backend} backend
 * @param {Bundle[]} bundles
 * @param {Meter} meter
 * @returns {Promise<Runtime>} */
async function open_runtime(core, backend, bundles, meter) {
  const ort = await load_runtime(backend, meter);
  /** @type {OpenedModel[]} */
  const models = [];
  try {
    for (const bundle of bundles) models.push(await open_model(core, ort, backend, bundle));
    return { backend, ort, models, ...(await watch_device(ort, backend)) };
  } catch (error) {
    for (const model of models) await model.release();
    throw error;
  }
}

const gone = () => new Error("the graphics processor was lost");

/** @param {Ort} ort
 * @param {Backend} backend
 * @returns {Promise<Pick<Runtime, "is_lost" | "watch">>} */
async function watch_device(ort, { provider }) {
  let is_lost = false;
  let tell = (/** @type {Error} */ _) => {};
  const device = provider === "webgpu" ? await ort.env.webgpu?.device : undefined;
  void device?.lost.then(() => {
    is_lost = true;
    tell(gone());
  });
  return { is_lost: () => is_lost, watch: (on_loss) => void (tell = on_loss) };
}

/** `work` on the runtime; rejects when its graphics processor is lost, on which a run may never end.
 * @template T
 * @param {Runtime} runtime
 * @param {(runtime: Runtime) => Promise<T>} work
 * @returns {Promise<T>} */
function unless_lost(runtime, work) {
  return new Promise((resolve, reject) => {
    runtime.watch(reject);
    if (runtime.is_lost()) return reject(gone());
    work(runtime).then((value) => (runtime.is_lost() ? reject(gone()) : resolve(value)), reject);
  });
}

/**
 * @param {Core} core
 * @param {Ort} ort
 * @param {Backend} backend
 * @param {Bundle} bundle
 * @returns {Promise<OpenedModel>} */
async function open_model(core, ort, { provider }, { model, reference, card, name }) {
  // Errors alone: it warns that shapes are computed on the processor, where they belong.
  const logSeverityLevel = 3;
  const inference = await ort.InferenceSession.create(model, { executionProviders: [provider], logSeverityLevel });
  /** @type {Session["run"]} */
  const run = (pixels, wanted, films = 1) => run_films(core, ort, inference, { pixels, wanted, films }, card, name);
  const release = () => inference.release();
  try {
    const logits = output_of(await run(reference, ["logits"]), "logits");
    const { difference } = unwrap(core.check_certificate(card, logits), name);
    return { certificate_difference: difference, run, release };
  } catch (error) {
    await release();
    throw error;
  }
}

/** A head in whichever runtime is at hand.
 * @param {Uint8Array} bytes
 * @param {<T>(work: (runtime: Runtime) => Promise<T>) => Promise<T>} reliably
 * @returns {RunHead} */
function head_of(bytes, reliably) {
  /** @type {WeakMap<Runtime, Promise<RunHead>>} */
  const heads = new WeakMap();
  return (activations, shape) =>
    reliably(async (runtime) => {
      const head = heads.get(runtime) ?? open_head(runtime, bytes);
      heads.set(runtime, head);
      return (await head)(activations, shape);
    });
}

/**
 * @param {Runtime} runtime
 * @param {Uint8Array} bytes
 * @returns {Promise<RunHead>} */
async function open_head({ ort, backend: { provider } }, bytes) {
  const head = await ort.InferenceSession.create(bytes, { executionProviders: [provider], logSeverityLevel: 3 });
  return async (activations, shape) => {
    const tensors = await head.run({ activations: new ort.Tensor("float32", activations, shape) }, ["logits"]);
    try {
      return /** @type {Float32Array<ArrayBuffer>} */ (tensors.logits?.data.slice());
    } finally {
      for (const tensor of Object.values(tensors)) tensor.dispose();
    }
  };
}

/**
 * @param {Core} core
 * @param {Ort} ort
 * @param {InferenceSession} inference
 * @param {{pixels: Float32Array<ArrayBuffer>, wanted: OutputName[], films: number}} request
 * @param {CoreCard} card
 * @param {string} name
 * @returns {Promise<Outputs>} */
async function run_films(core, ort, inference, { pixels, wanted, films }, card, name) {
  const image = new ort.Tensor("float32", pixels, [films, 1, card.size_pixels, card.size_pixels]);
  const tensors = await inference.run({ image }, wanted);
  try {
    const outputs = Object.entries(tensors).map(([name, { type, dims }]) => ({ name, type, shape: dims }));
    unwrap(core.check_outputs(card, outputs, films), name);
    return /** @type {Outputs} */ (Object.fromEntries(wanted.map((name) => [name, tensors[name]?.data.slice()])));
  } finally {
    for (const tensor of Object.values(tensors)) tensor.dispose();
  }
}

/** An output that was asked for.
 * @param {Outputs} outputs
 * @param {OutputName} name */
export function output_of(outputs, name) {
  const values = outputs[name];
  if (!values) throw new Error(`the model gave no ${name}`);
  return values;
}
