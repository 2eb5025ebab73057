/** @import { Failed, Reply } from "../chestlens_core.mjs" */

/** The values of a core's reply; throws its message.
 * @template T
 * @param {Reply<T>} reply
 * @returns {T} */
export function unwrap(reply) {
  if (reply.ok) return reply;
  const { message, context } = /** @type {Failed} */ (reply);
  throw new Error(context ? `${context}: ${message}` : message);
}
