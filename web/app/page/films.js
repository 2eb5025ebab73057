/** Calls `on_files` with what a person drops anywhere on the page (folders are walked) or picks, and with what came before
 * this page's modules did (start.js).
 * @param {(files: File[]) => void} on_files
 * @param {(message: string) => void} on_error */
export function accept_films(on_files, on_error) {
  const take = (/** @type {DroppedFile[]} */ found) =>
    void files_of(found).then(on_files, (error) => on_error(`What was dropped could not be read: ${error.message}`));
  const films = window.chestlens_films;
  films.take = take;
  films.early.splice(0).forEach(take);
}

/** @param {DroppedFile[]} found */
async function files_of(found) {
  const files = found.map(({ entry, file }) => (entry?.isDirectory ? files_below(entry) : file ? [file] : []));
  return (await Promise.all(files)).flat();
}

/** A disc's table of contents (PS3.10, 8.6): the films that it lists lie beside it.
 * @param {string} name */
const is_dicomdir = (name) => name.toLowerCase() === "dicomdir";

/** Whether a file begins as a ZIP archive does.
 * @param {File} file */
export async function is_archive(file) {
  const beginning = await file
    .slice(0, 4)
    .arrayBuffer()
    .catch(() => new ArrayBuffer(0)); // who reads it tells why
  const [p, k, third, fourth] = new Uint8Array(beginning);
  return p === 0x50 && k === 0x4b && ((third === 3 && fourth === 4) || (third === 5 && fourth === 6));
}

/** The files below a folder in the order of their names, hidden ones and a DICOMDIR left out.
 * @param {FileSystemEntry} entry
 * @returns {Promise<File[]>} */
async function files_below(entry) {
  if (entry.name.startsWith(".") || is_dicomdir(entry.name)) return [];
  if (entry.isFile) {
    const file = /** @type {FileSystemFileEntry} */ (entry);
    return [await new Promise((resolve, reject) => file.file(resolve, reject))];
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  /** @type {FileSystemEntry[]} */
  const children = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const batch = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) break;
    children.push(...batch);
  }
  children.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  return (await Promise.all(children.map(files_below))).flat();
}

/** A film's name on one line, in the order in which it is written: control characters, line breaks among them, and what
 * turns the direction of writing, as the program shows them.
 * @param {string} name */
export const visible_name = (name) =>
  name
    .replaceAll("\n", "\\n")
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`)
    .replace(/[\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
