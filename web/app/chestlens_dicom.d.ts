// What wasm/dicom gives to JavaScript.
import type { Reply } from "./chestlens_core.js";

export interface DicomFilm {
  width: number;
  height: number;
  max_level: number;
  pixels: Uint16Array<ArrayBuffer>;
  /** What the header says it is, where that is no frontal chest film; else "". */
  subject: string;
  notes: string[];
}

export interface Dicom {
  /** Frames count from 1; 0 is for files of one. */
  decode_dicom(bytes: Uint8Array, frame: number): Reply<DicomFilm>;
  /** Elements that may identify a patient, without their values. */
  identifying_elements(bytes: Uint8Array): Reply<{ elements: string[] }>;
}

export default function create_dicom(): Promise<Dicom>;
