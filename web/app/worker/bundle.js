import { download, file_name, most_json_bytes, NotFetched, TooLong } from "./download.js";
import { unwrap } from "./reply.js";

/** @import { Card, CardWords, Caveat } from "../protocol" */
/** @import { Core, CoreCard, CoreTrustModel, ListedMember } from "../chestlens_core.js" */
/** @import { Meter } from "./download.js" */

/** A bundle's card, checked by the core and whole for the page, what it says and what stands beside each class, and its
 * weight in the ensemble.
 * @typedef {{model_url: string, weight: number, checked: CoreCard, card: Card, words: CardWords,
 *   caveats: Caveat[]}} Member */

/** The parts of a bundle that predicting needs; `trust` of an earlier version is not there.
 * @typedef {{model: Uint8Array, reference: Float32Array<ArrayBuffer>, trust: CoreTrustModel | undefined, card: CoreCard,
 *   name: string}} Bundle */

/**
 * @param {Core} core
 * @param {string} catalog_url
 * @param {ListedMember} listed
 * @param {Meter} meter
 * @returns {Promise<Member>} */
export async function load_member(core, catalog_url, listed, meter) {
  const model_url = new URL(`${listed.model}/`, catalog_url).href;
  const card_url = `${model_url}model.json`;
  const json = await download(card_url, meter, most_json_bytes);
  const { card } = unwrap(core.parse_card(json), file_name(card_url));
  unwrap(core.check_is_of_model(listed, card));
  const { words } = unwrap(core.card_words(card), file_name(card_url));
  const { caveats } = unwrap(core.caveats_of(card), file_name(card_url));
  return {
    model_url,
    weight: listed.weight,
    checked: card,
    card: JSON.parse(new TextDecoder().decode(json)),
    words,
    caveats,
  };
}

const trust_file = "trust.bin";

/** @param {Member} member @param {string} file */
export const lists = ({ card }, file) => card.files.some((entry) => entry.file === file);

/** The files of a member, as `load_bundle` fetches them.
 * @param {Member} member */
export const bundle_files = (member) => [
  "model.onnx",
  member.checked.reference_input,
  ...(lists(member, trust_file) ? [trust_file] : []),
];

/** The model, the reference input and trust, of which nothing has been run yet.
 * @param {Core} core
 * @param {Member} member
 * @param {Meter} meter
 * @returns {Promise<Bundle>} */
export async function load_bundle(core, member, meter) {
  const files = bundle_files(member).map((file) => load_file(member, file, meter));
  const [model, reference, trust] = await Promise.all(files);
  if (!model || !reference) throw new Error("the bundle is not complete");
  const {
    checked: card,
    card: { name },
  } = member;
  unwrap(core.check_model(card, model), `${name}/model.onnx`);
  unwrap(core.check_reference(card, reference.byteLength), `${name}/${card.reference_input}`);
  const known = trust && unwrap(core.parse_trust(card, trust), `${name}/${trust_file}`).trust;
  return { model, reference: new Float32Array(reference.buffer), trust: known, card, name };
}

/** The bytes of a file of the bundle, equal in size and SHA-256 to what the card says. One that is not may be an older one
 * that some cache still has: it is fetched once more, past them all.
 * @param {Member} member
 * @param {string} file
 * @param {Meter} meter */
export async function load_file({ card, model_url }, file, meter) {
  const listed = card.files.find((entry) => entry.file === file);
  if (!listed) throw new Error(`${card.name}/model.json lists no file ${file}`);
  const url = model_url + file;
  const bytes = await download(url, meter, listed.bytes).catch((error) => {
    if (error instanceof TooLong) return undefined;
    throw error;
  });
  if (bytes && (await fault_of(bytes, listed)) === "") return bytes;
  const again = await download(url, meter, listed.bytes, "reload");
  const fault = await fault_of(again, listed);
  if (fault) throw new NotFetched(`${file_name(url)} ${fault}`);
  return again;
}

/** "" where the bytes are those that the card lists.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {{bytes: number, sha256: string}} listed */
async function fault_of(bytes, listed) {
  if (bytes.byteLength !== listed.bytes) {
    return `has ${bytes.byteLength} bytes where its card says ${listed.bytes}`;
  }
  const is_other = isSecureContext && (await sha256(bytes)) !== listed.sha256;
  return is_other ? "is damaged: its SHA-256 is not the one in its card" : "";
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
