import { NotFetched } from "./download.js";
import { unwrap, words_of } from "./reply.js";
import { start_module } from "./wasm_module.js";

/** @import { Archive, Archives } from "../chestlens_archive.js" */
/** @import { Core } from "../chestlens_core.js" */
/** @import { FilmFile } from "../protocol" */

/** Fetched with the first archive. @type {Promise<Archives> | undefined} */
let fetched;
/** The archive that was read last, open: to open one is to read its whole list of files.
 * @type {{key: string, archive: Archive} | undefined} */
let kept;

const wasm_url = new URL("../chestlens_archive.wasm", import.meta.url).href;

async function fetch_archives() {
  try {
    const { default: create_archives } = await import("../chestlens_archive.js");
    return await start_module(create_archives, wasm_url, {});
  } catch (error) {
    throw new NotFetched(`what reads ZIP archives could not be loaded: ${words_of(error)}`);
  }
}

function archives() {
  fetched ??= fetch_archives();
  fetched.catch(() => (fetched = undefined)); // it is fetched again for the next archive
  return fetched;
}

/** Pieces of a file, read when they are wanted: the archive is never in memory as a whole.
 * @param {File} file */
function pieces_of(file) {
  const reader = new FileReaderSync();
  return (/** @type {number} */ offset, /** @type {number} */ count) => {
    try {
      return new Uint8Array(reader.readAsArrayBuffer(file.slice(offset, offset + count)));
    } catch {
      return null;
    }
  };
}

/** @param {File} file */
async function open(file) {
  const key = JSON.stringify([file.name, file.size, file.lastModified]);
  if (kept?.key === key) return kept.archive;
  const { archive } = unwrap((await archives()).open_archive(pieces_of(file), file.size), file.name);
  kept?.archive.delete();
  kept = { key, archive };
  return archive;
}

/** @param {string} name */
const is_hidden = (name) => name.split("/").some((part) => part.startsWith(".") || part === "__MACOSX");
/** @param {string} name */
const is_dicomdir = (name) => name.split("/").at(-1)?.toLowerCase() === "dicomdir";

/** The films of an archive in the order of their names, and how many other files it has. What cannot be read counts as a
 * film, which then says why.
 * @param {Core} core
 * @param {File} file */
export async function films_of_archive(core, file) {
  const archive = await open(file);
  const names = archive
    .names()
    .filter((name) => !is_hidden(name))
    .sort();
  const films = names.filter((name) => {
    if (is_dicomdir(name)) return false;
    const head = archive.read_head(name, core.sniffed_bytes());
    return !head.ok || core.is_film(head.bytes);
  });
  return { films, others: names.length - films.length };
}

/** The bytes of a film's file, of one in an archive by what the archive holds.
 * @param {FilmFile} film */
export async function bytes_of({ file, entry }) {
  if (!entry) return new Uint8Array(await file.arrayBuffer());
  return unwrap((await open(file)).read(entry)).bytes;
}
