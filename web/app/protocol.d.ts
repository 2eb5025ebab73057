// What the page and the inference worker say to each other, and the files both read.

/** Which runtime to use: "auto" takes WebGPU where there is a graphics processor, else WASM. */
export type BackendChoice = "auto" | "webgpu" | "wasm";

export type ToWorker =
  | { type: "open"; model_url: string; backend: BackendChoice }
  | { type: "predict"; id: number; file: File };

export interface Timings {
  decode_ms: number;
  preprocess_ms: number;
  inference_ms: number;
  explain_ms: number;
}

/** The model is loaded and gives the certificate's logits. `urls` are the files this took. */
export interface Ready {
  type: "ready";
  backend: string;
  card: Card;
  certificate_difference: number;
  urls: string[];
}

/** A decoded film: grey levels 0..max_level, row-major; low_level is shown black, high_level white. */
export interface DecodedFilm {
  type: "film";
  id: number;
  width: number;
  height: number;
  max_level: number;
  pixels: Uint16Array<ArrayBuffer>;
  low_level: number;
  high_level: number;
}

/** probabilities [C]; heatmaps [C,h,w], each scaled to a maximum of 1. */
export interface Prediction {
  type: "prediction";
  id: number;
  backend: string;
  probabilities: Float32Array<ArrayBuffer>;
  heatmaps: Float32Array<ArrayBuffer>;
  height: number;
  width: number;
  timings: Timings;
}

export type FromWorker =
  | { type: "loading"; received_bytes: number; total_bytes: number }
  | Ready
  | { type: "notice"; message: string }
  | { type: "refused"; message: string }
  | DecodedFilm
  | Prediction
  | { type: "failure"; id: number; message: string };

/** `models/catalog.json`: the bundles the page offers. */
export interface Catalog {
  format: 1;
  default: string;
  models: { name: string; title: string }[];
}

/** `model.json` as the page reads it; chestlens_core has checked every field before. */
export interface Card {
  name: string;
  title: string;
  version: string;
  network: string;
  classes: string[];
  input: { size_pixels: number; fit: string };
  parameters: number;
  multiply_adds: number;
  training_data: { name: string; licence: string; films: number }[];
  metrics: { name: string; value: number; low: number; high: number; measured_on: string }[];
  audit: string[];
  limits: string[];
  intended_use: string;
  certificate: { films_compared: number; max_logit_difference: number; runtimes: string };
  files: { file: string; bytes: number; sha256: string }[];
}
