// Messages between the page and the inference worker, and the files that both read.

/** Which runtime to use: "auto" takes WebGPU where there is a graphics processor, else WASM. */
export type BackendChoice = "auto" | "webgpu" | "wasm";

/** How Emscripten's modules are given their WebAssembly (worker/wasm_module.js). */
export interface ModuleOptions {
  instantiateWasm(
    imports: WebAssembly.Imports,
    receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
}

/** What a backend takes for the reference films on this device; null where it cannot be used, for `reason`. */
export interface BackendTime {
  label: string;
  milliseconds: number | null;
  reason: string;
}

/** Where a film lies: in a file, or in an archive under the name `entry`; `frame` counts from 1, 0 is of files of one. */
export interface FilmFile {
  file: File;
  entry: string;
  frame: number;
}

export type ToWorker =
  /** `asked` is the name of a model or an ensemble, null for the catalog's default. */
  /** `known` is what was measured on another visit; the worker holds the lock `life` for as long as it lives. */
  | {
      type: "open";
      catalog_url: string;
      asked: string | null;
      backend: BackendChoice;
      known: BackendTime[];
      life: string;
    }
  | { type: "predict"; id: number; file: FilmFile; change: FilmChange }
  /** A method's maps of a film that was predicted, by a member. */
  | { type: "explain"; id: number; file: FilmFile; change: FilmChange; member: number; method: string }
  | { type: "cancel_explain"; id: number; member: number; method: string }
  /** Which elements of a DICOM file may identify a patient. */
  | { type: "identifiers"; id: number; file: FilmFile }
  /** Which films an archive holds. */
  | { type: "list"; number: number; file: File }
  /** The members' maps are to be shown, and all films placed on them. */
  | { type: "reference_maps" }
  /** A question (shared/include/chestlens/question.hpp, as JSON) of a film that was predicted. */
  | { type: "ask"; id: number; number: number; file: FilmFile; change: FilmChange; question: string }
  /** The prediction of one more model of the catalog, opened beside those that answer. */
  | { type: "beside"; id: number; file: FilmFile; change: FilmChange; model: string }
  /** The answers along a slider, e.g. of "brightness". */
  | { type: "curve"; id: number; file: FilmFile; change: FilmChange; kind: string; amounts: number[] };

/** Probabilities [C]. */
export interface AnswerSaid {
  probabilities: Float32Array<ArrayBuffer>;
  trust: TrustSaid | null;
}

/** What may be asked of any film; of the sliders' ranges that of the resolution ends with the film's own. */
export interface QuestionChoices {
  parts: { name: string; words: string }[];
  fills: string[];
  changes: { name: string; unit: string; low: number; high: number; neutral: number; is_whole: boolean }[];
  caveat: string;
}

/** A way to say where an answer comes from. */
export interface MapMethod {
  name: string;
  title: string;
  meaning: string;
  /** What its maps cost, in words. */
  cost: string;
  /** Whether one run of the network is enough. */
  is_at_once: boolean;
  /** The least of bundles that it can be made of. */
  format: number;
}

/** maps [C,h,w]; of each class its sum (none where the maps do not add up to the logit), where it is strongest ("" where
 * it points nowhere), and what it says in phrases. */
export interface MadeMaps {
  maps: Float32Array<ArrayBuffer>;
  height: number;
  width: number;
  sums: { evidence: number; bias: number; logit: number }[];
  places: string[];
  says: string[][];
}

/** What a person did to a film that came in another way than films are read. */
export interface FilmChange {
  negative: boolean;
  mirror: boolean;
  quarter_turns: number;
}

/** What a reader should know of a film before its answer; the action makes the change, or where that changes
 * nothing, wants another file. */
export interface Hint {
  sentence: string;
  action: string;
  change: FilmChange;
}

/** Whether a film is like those that the model knows. */
export interface TrustSaid {
  answer: "like" | "unlike" | "cannot tell";
  says: string;
  /** Why nothing can be told; "" where it can. */
  reason: string;
  score: number;
  farther_than: number;
  perhaps: string;
  /** What the film's header says it is, where that is no frontal chest film. */
  header_says: string;
}

/** What stands beside a class's answers; `finding` is its place in the card, -1 where there is none. */
export interface Caveat {
  sentence: string;
  finding: number;
}

export interface Timings {
  decode_ms: number;
  preprocess_ms: number;
  inference_ms: number;
  explain_ms: number;
}

/** One of the bundles that predict together; a model without an ensemble is the only one. */
export interface OpenedMember {
  card: Card;
  words: CardWords;
  caveats: Caveat[];
  certificate_difference: number;
}

/** What a card says first, in words: chestlens_core makes it of the card's figures. */
export interface CardSummary {
  can: string;
  cannot: string;
  must_not: string;
  is_convicted: boolean;
}

/** A part of what an audit comes to. */
export interface VerdictLine {
  verdict: "convicted" | "offered" | "remark" | "nothing";
  title: string;
  text: string;
}

/** A finding of an audit, as a person reads it; `against` is "" where it is set against nothing. */
export interface FindingWords {
  trait: string;
  meaning: string;
  figure: string;
  found: string;
  against: string;
  verdict: "convicted" | "offered" | "not convicted";
}

/** What chestlens_core says of a card. `findings` are in the card's order, `blind_scores` in that of its metrics: what an
 * answer that looks at no film reaches, null where that is not known. `trust.false_alarms` names the kind of `Card.trust` that is no surprise. */
export interface CardWords {
  summary: CardSummary;
  blind_scores: (number | null)[];
  verdict: VerdictLine[];
  findings: FindingWords[];
  trust: { meaning: string; sentence: string; false_alarms: string };
}

export interface EnsembleWords {
  summary: CardSummary;
  blind_scores: (number | null)[];
}

/** How often an audit convicts networks of generated films with a clue of a kind; of clean ones, falsely. */
export interface AuditPower {
  meaning: string;
  rows: { films: string; convicted: number; networks: number; is_clean: boolean; low: number; high: number }[];
}

/** Every member is loaded and gives its certificate's logits. `urls` are the files this took. */
export interface Ready {
  type: "ready";
  backend: string;
  name: string;
  title: string;
  ensemble: (CatalogEnsemble & { words: EnsembleWords }) | undefined;
  members: OpenedMember[];
  power: AuditPower;
  explain: { methods: MapMethod[]; warning: string };
  questions: QuestionChoices;
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
  /** What was done to it, in words; "" for nothing. */
  change: string;
  /** What was done to read it, in sentences. */
  notes: string[];
  /** How large its pixels are, where its file says so. */
  spacing: { across_mm: number; down_mm: number } | null;
  /** Whether its file has a header with a patient's data. */
  has_header: boolean;
}

/** probabilities [C]; heatmaps [C,h,w], each scaled to a maximum of 1. */
export interface PredictionSaid extends AnswerSaid {
  heatmaps: Float32Array<ArrayBuffer>;
  height: number;
  width: number;
}

/** By all models together, and by each of them alone. */
export interface Prediction extends PredictionSaid {
  type: "prediction";
  id: number;
  backend: string;
  members: PredictionSaid[];
  hints: Hint[];
  timings: Timings;
}

/** A film among the N of a member's map: `says` is how far it is from its nearest, `nearest_say` what these are;
 * distances [N] to each film. */
export interface Place {
  x: number;
  y: number;
  farther_than: number;
  is_far: boolean;
  says: string;
  nearest_say: string;
  nearest: NearFilm[];
  distances: Float32Array<ArrayBuffer>;
}

export interface NearFilm {
  film: number;
  distance: number;
  class_name: string;
  source: string;
  split: string;
}

/** The films of a map, a value of each: its place, and which class, source and split (0: train) it is of. */
export interface MapPoints {
  classes: string[];
  sources: string[];
  x: Float32Array<ArrayBuffer>;
  y: Float32Array<ArrayBuffer>;
  class_of: Uint16Array<ArrayBuffer>;
  source_of: Uint16Array<ArrayBuffer>;
  split_of: Uint8Array<ArrayBuffer>;
}

/** A member's map; `points` is null where there is none, `missing` says why, and `may_come` whether asking again may help. */
export interface MemberMap {
  type: "reference_map";
  member: number;
  title: string;
  points: MapPoints | null;
  missing: string;
  may_come: boolean;
}

export interface Placed {
  type: "placed";
  id: number;
  member: number;
  place: Place;
}

export type FromWorker =
  /** The lock is held. */
  | { type: "alive" }
  /** `waits_for` is a file that the server does not go on with, which is asked for again; "" where there is none. */
  | { type: "loading"; received_bytes: number; total_bytes: number; waits_for: string }
  | { type: "catalog"; catalog: Catalog; chosen: string }
  | Ready
  /** Every backend worth it was measured, here or on another visit; `backend` is the one that computes. */
  | { type: "raced"; times: BackendTime[]; backend: string }
  /** `backend` is the one that computes from here on, "" where that is not known yet. */
  | { type: "notice"; message: string; backend: string }
  | { type: "refused"; message: string }
  /** A film's answer is to be made; what was said of the film before is of an earlier one. */
  | { type: "heard"; id: number }
  | DecodedFilm
  | Prediction
  /** The names of an archive's films and the number of its other files, or why it cannot be read. */
  | { type: "listed"; number: number; films: string[]; others: number; refused: string }
  /** The film has several frames, of which one is to be chosen. */
  | { type: "frames"; id: number; frames: number }
  /** Elements of the film's header that may identify a patient, without their values. */
  | { type: "identifiers"; id: number; elements: string[] }
  /** So many films of those that a map takes were run. */
  | { type: "explaining"; id: number; member: number; method: string; done: number; total: number }
  /** The maps, or why there are none. */
  | { type: "maps"; id: number; member: number; method: string; refused: string; made?: MadeMaps }
  | MemberMap
  | Placed
  /** The answer to a question: what was asked, and what became of it, in words. */
  | {
      type: "asked";
      id: number;
      number: number;
      words: string;
      summary: string;
      before: AnswerSaid;
      after: AnswerSaid;
    }
  | { type: "not_asked"; id: number; number: number; message: string }
  /** The next amount's probabilities [C]. */
  | { type: "curve_point"; id: number; kind: string; amount: number; probabilities: Float32Array<ArrayBuffer> }
  | { type: "no_curve"; id: number; kind: string; message: string }
  | { type: "beside"; id: number; model: string; prediction: PredictionSaid }
  | { type: "no_beside"; id: number; model: string; message: string }
  /** `not_fetched`: of a file of the site, not of the film. */
  | { type: "failure"; id: number; message: string; not_fetched: boolean };

/** `models/catalog.json`: the bundles and ensembles the page offers; chestlens_core has checked it. */
export interface Catalog {
  format: 1;
  default: string;
  models: { name: string; title: string }[];
  ensembles: CatalogEnsemble[];
}

export interface CatalogMember {
  model: string;
  weight: number;
  weight_low?: number;
  weight_high?: number;
}

export interface CatalogEnsemble {
  name: string;
  title: string;
  members: CatalogMember[];
  temperature: number;
  chosen: string;
  metrics: Metric[];
  audit: string[];
  limits: string[];
}

export interface Metric {
  name: string;
  value: number;
  low: number;
  high: number;
  measured_on: string;
}

/** What one test of an audit found; `chance` and `chance_high` are what that is set against. */
export interface AuditFinding {
  test: string;
  about: string;
  value: number;
  low: number;
  high: number;
  chance: number;
  chance_high: number;
  sentence: string;
  measured_on: string;
}

/** `model.json` as the page reads it; chestlens_core has checked every field before. */
export interface Card {
  format: number;
  name: string;
  title: string;
  version: string;
  network: string;
  classes: string[];
  input: { size_pixels: number; fit: string };
  temperature: number;
  /** "prior" where no film determines it. */
  temperature_from?: string;
  parameters: number;
  multiply_adds: number;
  training_data: { name: string; licence: string; films: number }[];
  metrics: Metric[];
  audit: string[];
  /** Shares of films warned of, by kind; cards of format 1 have none. */
  trust?: Metric[];
  findings?: AuditFinding[];
  limits: string[];
  intended_use: string;
  storage: { weights: string; changes: { metric: string; trained: number; stored: number }[] };
  certificate: { films_compared: number; max_logit_difference: number; runtimes: string };
  files: { file: string; bytes: number; sha256: string }[];
}
