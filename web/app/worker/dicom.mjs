import { unwrap } from "./reply.mjs";

/** @import { Dicom, DicomFilm } from "../chestlens_dicom.mjs" */

/** Fetched with the first DICOM file. @type {Promise<Dicom> | undefined} */
let opened;

async function open_dicom() {
  const { default: create_dicom } = await import("../chestlens_dicom.mjs");
  return create_dicom();
}

/** A DICOM file's one film.
 * @param {Uint8Array} bytes
 * @returns {Promise<DicomFilm>} */
export async function decode_dicom(bytes) {
  opened ??= open_dicom();
  opened.catch(() => (opened = undefined)); // it is fetched again for the next film
  return unwrap((await opened).decode_dicom(bytes, 0));
}
