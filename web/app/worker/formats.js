import { NotFetched } from "./download.js";
import { unwrap, words_of } from "./reply.js";
import { start_module } from "./wasm_module.js";

/** @import { Formats, FurtherFilm } from "../chestlens_formats.js" */

/** Fetched with the first film of a further format. @type {Promise<Formats> | undefined} */
let opened;

const wasm_url = new URL("../chestlens_formats.wasm", import.meta.url).href;

async function open_formats() {
  try {
    const { default: create_formats } = await import("../chestlens_formats.js");
    return await start_module(create_formats, wasm_url, {});
  } catch (error) {
    throw new NotFetched(`what reads DICOM, JPEG 2000, JPEG-LS and WebP could not be loaded: ${words_of(error)}`);
  }
}

function formats() {
  opened ??= open_formats();
  opened.catch(() => (opened = undefined)); // it is fetched again for the next film
  return opened;
}

/** That a film has several frames, of which one is to be chosen. */
export class SeveralFrames extends Error {
  /** @param {number} frames */
  constructor(frames) {
    super(`DICOM file of ${frames} frames: choose one`);
    this.frames = frames;
  }
}

/** The film of a file of a further format: DICOM, JPEG 2000, JPEG-LS or WebP; throws SeveralFrames where one of several is to
 * be chosen.
 * @param {Uint8Array} bytes
 * @param {number} frame from 1; 0 is none
 * @returns {Promise<FurtherFilm>} */
export async function decode_further(bytes, frame) {
  const opened = await formats();
  const decoded = opened.decode_further(bytes, frame);
  const frames = decoded.ok || frame ? 1 : opened.count_frames(bytes);
  if (frames > 1) throw new SeveralFrames(frames);
  return unwrap(decoded);
}

/** Elements of a DICOM header that may identify a patient, without their values.
 * @param {Uint8Array} bytes */
export const identifying_elements = async (bytes) => unwrap((await formats()).identifying_elements(bytes)).elements;
