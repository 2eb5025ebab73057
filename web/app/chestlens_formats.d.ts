// What wasm/formats gives to JavaScript.
import type { Reply } from "./chestlens_core.js";
import type { ModuleOptions } from "./protocol";

export interface FurtherFilm {
  width: number;
  height: number;
  max_level: number;
  pixels: Uint16Array<ArrayBuffer>;
  /** What a DICOM header says it is, where that is no frontal chest film; else "". */
  subject: string;
  notes: string[];
  colored_share: number;
  spacing: { across_mm: number; down_mm: number } | null;
}

export interface Formats {
  /** DICOM, JPEG 2000, JPEG-LS or WebP. Frames of DICOM count from 1; 0 is for files of one. */
  decode_further(bytes: Uint8Array, frame: number): Reply<FurtherFilm>;
  /** What a DICOM header says; 1 of other files, and where it cannot be read. */
  count_frames(bytes: Uint8Array): number;
  /** Elements of a DICOM header that may identify a patient, without their values. */
  identifying_elements(bytes: Uint8Array): Reply<{ elements: string[] }>;
}

export default function create_formats(options: ModuleOptions): Promise<Formats>;
