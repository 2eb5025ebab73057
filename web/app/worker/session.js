import { unwrap } from "./reply.js";
import { backend_label, candidate_backends, load_runtime, runtime_urls } from "./runtime.js";

/** @import { BackendChoice } from "../protocol" */
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

/** A model on a backend that gave the certificate's logits.
 * @typedef {object} Session
 * @property {number} certificate_difference
 * @property {(pixels: Float32Array<ArrayBuffer>, wanted: OutputName[], films?: number) => Promise<Outputs>} run
 *   prepared films, one after the other; not to be called concurrently
 * @property {(head: Uint8Array) => Promise<RunHead>} open_head of the head's bytes; not to be called concurrently either
 * @property {() => Promise<void>} release */

/** The sessions of all bundles on one backend.
 * @typedef {{backend: string, urls: string[], sessions: Session[]}} Opened
 * `backend` is for people, `urls` are the runtime's */

/** The models on the first backend that gives every certificate's logits on its reference input;
 * `notice` gets a sentence on each backend that does not. Throws if none does.
 * @param {Core} core
 * @param {Bundle[]} bundles
 * @param {BackendChoice} choice
 * @param {Meter} meter
 * @param {(message: string) => void} notice
 * @returns {Promise<Opened>} */
export async function open_sessions(core, bundles, choice, meter, notice) {
  const backends = await candidate_backends(choice);
  /** @type {string[]} */
  const refusals = [];
  for (const [index, backend] of backends.entries()) {
    try {
      return await try_backend(core, backend, bundles, meter);
    } catch (error) {
      const reason = `${backend_label(backend)}: ${/** @type {Error} */ (error).message}`;
      refusals.push(reason);
      const next = backends[index + 1];
      if (next) notice(`${reason}. Using ${backend_label(next)} instead.`);
    }
  }
  throw new Error(`this model cannot be trusted here and predicts nothing. ${refusals.join(". ")}`);
}

/** Opens one after the other: a runtime computes for one session at a time.
 * @param {Core} core
 * @param {Backend} backend
 * @param {Bundle[]} bundles
 * @param {Meter} meter
 * @returns {Promise<Opened>} */
async function try_backend(core, backend, bundles, meter) {
  const ort = await load_runtime(backend, meter);
  /** @type {Session[]} */
  const sessions = [];
  try {
    for (const bundle of bundles) sessions.push(await open_session(core, ort, backend, bundle));
    return { backend: backend_label(backend), urls: runtime_urls(backend), sessions };
  } catch (error) {
    for (const session of sessions) await session.release();
    throw error;
  }
}

/**
 * @param {Core} core
 * @param {Ort} ort
 * @param {Backend} backend
 * @param {Bundle} bundle
 * @returns {Promise<Session>} */
async function open_session(core, ort, backend, { model, reference, card, name }) {
  // Errors alone: it warns that shapes are computed on the processor, where they belong.
  const logSeverityLevel = 3;
  const inference = await ort.InferenceSession.create(model, { executionProviders: [backend], logSeverityLevel });
  /** @type {Session["run"]} */
  const run = (pixels, wanted, films = 1) => run_films(core, ort, inference, { pixels, wanted, films }, card, name);
  const open_head = (/** @type {Uint8Array} */ head) => open_head_session(ort, backend, head);
  const release = () => inference.release();
  try {
    const logits = output_of(await run(reference, ["logits"]), "logits");
    const { difference } = unwrap(core.check_certificate(card, logits), name);
    return { certificate_difference: difference, run, open_head, release };
  } catch (error) {
    await release();
    throw error;
  }
}

/**
 * @param {Ort} ort
 * @param {Backend} backend
 * @param {Uint8Array} bytes
 * @returns {Promise<RunHead>} */
async function open_head_session(ort, backend, bytes) {
  const head = await ort.InferenceSession.create(bytes, { executionProviders: [backend], logSeverityLevel: 3 });
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
