import { NotFetched } from "./download.js";
import { unwrap, words_of } from "./reply.js";

/** @import { Formats, FurtherFilm } from "../chestlens_formats.js" */

/** Fetched with the first film of a further format. @type {Promise<Formats> | undefined} */
let opened;

async function open_formats() {
  try {
    const { default: create_formats } = await import("../chestlens_formats.js");
    return await create_formats();
  } catch (error) {
    throw new NotFetched(`what reads DICOM, JPEG 2000, JPEG-LS and WebP could not be loaded: ${words_of(error)}`);
  }
}

function formats() {
  opened ??= open_formats();
  opened.catch(() => (opened = undefined)); // it is fetched again for the next film
  return opened;
}

/** The one film of a file of a further format: DICOM, JPEG 2000, JPEG-LS or WebP.
 * @param {Uint8Array} bytes
 * @returns {Promise<FurtherFilm>} */
export const decode_further = async (bytes) => unwrap((await formats()).decode_further(bytes, 0));

/** Elements of a DICOM header that may identify a patient, without their values.
 * @param {Uint8Array} bytes */
export const identifying_elements = async (bytes) => unwrap((await formats()).identifying_elements(bytes)).elements;
