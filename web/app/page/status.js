/** @import { Viewer } from "../chestlens_viewer.js" */
/** @typedef {"loading" | "ready" | "notice" | "error"} StatusKind */

/** The state of the model: in the viewer, in the text results, and read out unless it is progress.
 * @param {HTMLElement} line
 * @param {HTMLElement} live
 * @param {() => Viewer | undefined} viewer */
export function create_status(line, live, viewer) {
  return (/** @type {string} */ text, /** @type {StatusKind} */ kind) => {
    line.textContent = text;
    line.dataset.kind = kind;
    if (kind !== "loading") live.textContent = text;
    viewer()?.set_status(text, kind);
  };
}
