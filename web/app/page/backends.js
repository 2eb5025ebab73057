// What each backend takes on this device, measured once by the worker: remembered for other visits, and shown.
import { element, table } from "./dom.js";

/** @import { BackendTime } from "../protocol" */

const build = new URL("..", import.meta.url).pathname;
const key_of = (/** @type {string | null} */ model) => `ChestLens times ${model ?? ""}`;

/** What another visit of this build found for a model or an ensemble, null for the default.
 * @param {string | null} model
 * @returns {BackendTime[]} */
export function remembered_times(model) {
  try {
    const kept = JSON.parse(localStorage.getItem(key_of(model)) ?? "null");
    return kept?.build === build && Array.isArray(kept.times) ? kept.times : [];
  } catch {
    return []; // where storage is forbidden they are measured again
  }
}

/** @param {string | null} model @param {BackendTime[]} times */
export function remember_times(model, times) {
  try {
    localStorage.setItem(key_of(model), JSON.stringify({ build, times }));
  } catch {
    // It is measured again on the next visit.
  }
}

/** Says why this backend computes.
 * @param {HTMLDetailsElement} box */
export function create_why(box) {
  return {
    clear: () => void (box.hidden = true),

    /** @param {{times: BackendTime[], backend: string}} raced */
    show({ times, backend }) {
      const rows = times.map(({ label, milliseconds, reason }) => [
        label,
        milliseconds === null ? reason : `${milliseconds.toFixed(1)}\u00a0ms`,
      ]);
      box.replaceChildren(
        element("summary", {}, `Why ${backend}`),
        element("p", {}, "Measured on this device, once: the fastest that gives the certificate's logits computes."),
        table(["Backend", "The reference film takes"], rows),
      );
      box.hidden = false;
    },
  };
}
