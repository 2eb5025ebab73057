/** @import { Failed, Reply } from "../chestlens_core.js" */

/** A failure of the core for people, after the file it is about.
 * @param {Failed} failed
 * @param {string} [file] */
export const message_of = ({ message, context }, file = "") => [file, context, message].filter(Boolean).join(": ");

/** What was thrown, for people.
 * @param {unknown} error */
export const words_of = (error) => (error instanceof Error ? error.message : String(error));

/** The values of a core's reply; throws its message, after the file it is about.
 * @template T
 * @param {Reply<T>} reply
 * @param {string} [file]
 * @returns {T} */
export function unwrap(reply, file = "") {
  if (reply.ok) return reply;
  throw new Error(message_of(/** @type {Failed} */ (reply), file));
}
