/** @import { Failed, Reply } from "../chestlens_core.mjs" */

/** The values of a core's reply; throws its message, after the file it is about.
 * @template T
 * @param {Reply<T>} reply
 * @param {string} [file]
 * @returns {T} */
export function unwrap(reply, file = "") {
  if (reply.ok) return reply;
  const { message, context } = /** @type {Failed} */ (reply);
  throw new Error([file, context, message].filter(Boolean).join(": "));
}
