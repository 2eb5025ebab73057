import { download } from "./download.mjs";
import { unwrap } from "./reply.mjs";

/** @import { Card } from "../protocol" */
/** @import { Core, CoreCard } from "../chestlens_core.mjs" */
/** @import { Meter } from "./download.mjs" */

/** A bundle's card: checked by the core, and whole for the page.
 * @param {Core} core
 * @param {string} model_url
 * @param {Meter} meter
 * @returns {Promise<{checked: CoreCard, card: Card}>} */
export async function load_card(core, model_url, meter) {
  const json = new TextDecoder().decode(await download(`${model_url}model.json`, meter));
  return { checked: unwrap(core.parse_card(json)).card, card: JSON.parse(json) };
}

/** The bytes of a file of the bundle, equal in size and SHA-256 to what the card says.
 * @param {Card} card
 * @param {string} model_url
 * @param {string} file
 * @param {Meter} meter */
export async function load_file(card, model_url, file, meter) {
  const listed = card.files.find((entry) => entry.file === file);
  if (!listed) throw new Error(`model.json lists no file ${file}`);
  const bytes = await download(model_url + file, meter);
  if (bytes.byteLength !== listed.bytes) {
    throw new Error(`${file} has ${bytes.byteLength} bytes where its card says ${listed.bytes}`);
  }
  if (isSecureContext && (await sha256(bytes)) !== listed.sha256) {
    throw new Error(`${file} is damaged: its SHA-256 is not the one in its card`);
  }
  return bytes;
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
