// Which backend is the fastest here: each computes the reference films, whose logits it gave rightly before.
import { backend_label } from "./runtime.js";

/** @import { BackendTime } from "../protocol" */
/** @import { Bundle } from "./bundle.js" */
/** @import { OutputName, Runtime } from "./session.js" */
/** @import { Backend } from "./runtime.js" */

const runs = 3;

/** What a film is predicted by. @type {OutputName[]} */
const outputs = ["logits", "activations", "cam_weights"];

/** Milliseconds of all models together, the least of some runs.
 * @param {Runtime} runtime
 * @param {Bundle[]} bundles */
export async function time_of({ models }, bundles) {
  let least = Infinity;
  for (let run = 0; run < runs; ++run) {
    const start = performance.now();
    for (const [index, { reference }] of bundles.entries()) await models[index]?.run(reference, outputs);
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

/** Those that are worth a race: memory is not shared only where it cannot be.
 * @param {Backend[]} backends */
export const rivals_of = (backends) => backends.filter(({ shares_memory }) => shares_memory);

/** The backends by what they took on another visit, the fastest first, where that is known of all rivals.
 * @param {Backend[]} backends
 * @param {BackendTime[]} known */
export function by_known_times(backends, known) {
  const time = (/** @type {Backend} */ backend) =>
    known.find(({ label }) => label === backend_label(backend))?.milliseconds ?? Infinity;
  const are_known = rivals_of(backends).every((backend) => known.some(({ label }) => label === backend_label(backend)));
  return { are_known, sorted: are_known ? backends.toSorted((a, b) => order(time(a), time(b))) : backends };
}

/** @param {number} a @param {number} b each perhaps Infinity */
const order = (a, b) => (a === b ? 0 : a - b);
