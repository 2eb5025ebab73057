import { NotFetched } from "./download.js";
import { unwrap, words_of } from "./reply.js";

/** @import { Dicom, DicomFilm } from "../chestlens_dicom.js" */

/** Fetched with the first DICOM file. @type {Promise<Dicom> | undefined} */
let opened;

async function open_dicom() {
  try {
    const { default: create_dicom } = await import("../chestlens_dicom.js");
    return await create_dicom();
  } catch (error) {
    throw new NotFetched(`what reads DICOM files could not be loaded: ${words_of(error)}`);
  }
}

function dicom() {
  opened ??= open_dicom();
  opened.catch(() => (opened = undefined)); // it is fetched again for the next film
  return opened;
}

/** A DICOM file's one film.
 * @param {Uint8Array} bytes
 * @returns {Promise<DicomFilm>} */
export const decode_dicom = async (bytes) => unwrap((await dicom()).decode_dicom(bytes, 0));

/** Elements of its header that may identify a patient, without their values.
 * @param {Uint8Array} bytes */
export const identifying_elements = async (bytes) => unwrap((await dicom()).identifying_elements(bytes)).elements;
