import { backend_label, candidate_backends, load_runtime, runtime_urls } from "./runtime.mjs";

/** @import { BackendChoice } from "../protocol" */
/** @import { CoreCard } from "../chestlens_core.mjs" */
/** @import { Meter } from "./download.mjs" */
/** @import { Backend, Ort } from "./runtime.mjs" */
/** @import { InferenceSession } from "onnxruntime-web" */

/** Largest difference of a logit from the certificate's that is still the same model. */
const certificate_limit = 1e-3;

/** What a film's prediction needs of one run: logits [C], activations [F,h,w], cam_weights [C,F].
 * @typedef {Record<"logits" | "activations" | "cam_weights", Float32Array<ArrayBuffer>>} Outputs */

/** A model on a backend that gave the certificate's logits.
 * @typedef {object} Session
 * @property {string} backend for people
 * @property {string[]} urls of the runtime
 * @property {number} certificate_difference
 * @property {(pixels: Float32Array) => Promise<Outputs>} run not to be called concurrently */

/** The model on the first backend that gives the certificate's logits on the reference input;
 * `notice` is told of each that does not. Throws where none does.
 * @param {{model: Uint8Array, reference: Float32Array, card: CoreCard}} bundle
 * @param {BackendChoice} choice
 * @param {Meter} meter
 * @param {(message: string) => void} notice
 * @returns {Promise<Session>} */
export async function open_session(bundle, choice, meter, notice) {
  const backends = await candidate_backends(choice);
  /** @type {string[]} */
  const refusals = [];
  for (const [index, backend] of backends.entries()) {
    try {
      return await try_backend(backend, bundle, meter);
    } catch (error) {
      const reason = `${backend_label(backend)}: ${/** @type {Error} */ (error).message}`;
      refusals.push(reason);
      const next = backends[index + 1];
      if (next) notice(`${reason}. Using ${backend_label(next)} instead.`);
    }
  }
  throw new Error(`this model cannot be trusted here and predicts nothing. ${refusals.join(". ")}`);
}

/**
 * @param {Backend} backend
 * @param {{model: Uint8Array, reference: Float32Array, card: CoreCard}} bundle
 * @param {Meter} meter
 * @returns {Promise<Session>} */
async function try_backend(backend, { model, reference, card }, meter) {
  const ort = await load_runtime(backend, meter);
  const inference = await ort.InferenceSession.create(model, { executionProviders: [backend] });
  /** @param {Float32Array} pixels */
  const run = (pixels) => run_film(ort, inference, pixels, card.size_pixels);
  try {
    const { logits } = await run(reference);
    const certificate_difference = largest_difference(logits, card.reference_logits());
    if (!(certificate_difference <= certificate_limit)) {
      throw new Error(
        `its logits for the reference film differ from the certificate by ` +
          `${certificate_difference.toPrecision(2)}, where ${certificate_limit} is allowed`,
      );
    }
    return { backend: backend_label(backend), urls: runtime_urls(backend), certificate_difference, run };
  } catch (error) {
    await inference.release();
    throw error;
  }
}

/**
 * @param {Ort} ort
 * @param {InferenceSession} inference
 * @param {Float32Array} pixels
 * @param {number} size_pixels
 * @returns {Promise<Outputs>} */
async function run_film(ort, inference, pixels, size_pixels) {
  const image = new ort.Tensor("float32", pixels, [1, 1, size_pixels, size_pixels]);
  const wanted = /** @type {const} */ (["logits", "activations", "cam_weights"]);
  const tensors = await inference.run({ image }, wanted);
  try {
    return /** @type {Outputs} */ (
      Object.fromEntries(wanted.map((name) => [name, tensors[name]?.data.slice()]))
    );
  } finally {
    for (const tensor of Object.values(tensors)) tensor.dispose();
  }
}

/**
 * @param {Float32Array} logits
 * @param {Float32Array} expected */
function largest_difference(logits, expected) {
  if (logits.length !== expected.length) return NaN;
  return Math.max(...logits.map((logit, index) => Math.abs(logit - (expected[index] ?? NaN))));
}
