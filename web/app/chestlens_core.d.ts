// wasm/core/ as the inference worker sees it. Arrays in and out are copies.
import type { FurtherFilm } from "./chestlens_formats.js";
import type {
  AnswerSaid,
  AuditPower,
  CardWords,
  Caveat,
  EnsembleWords,
  FilmChange,
  Hint,
  MadeMaps,
  MapMethod,
  MapPoints,
  ModuleOptions,
  Place,
  QuestionChoices,
  TrustSaid,
} from "./protocol";

export interface Failed {
  ok: false;
  error: string;
  message: string;
  context: string;
}

/** The reply of every call: its values, or the reason why there are none. */
export type Reply<T> = ({ ok: true } & T) | Failed;

type Floats = Float32Array<ArrayBuffer>;

/** A decoded film and what its header says of it. */
export interface CoreFilm {
  readonly width: number;
  readonly height: number;
  readonly max_level: number;
  /** What its header says it is, where that is no frontal chest film; else "". */
  readonly subject: string;
  pixels(): Uint16Array<ArrayBuffer>;
  /** What was done to read it, in sentences. */
  notes(): string[];
  spacing(): { across_mm: number; down_mm: number } | null;
  delete(): void;
}

export interface CoreCard {
  readonly size_pixels: number;
  readonly reference_input: string;
  delete(): void;
}

/** trust.bin of a bundle: where its training films lie. */
export interface CoreTrustModel {
  delete(): void;
}

/** Whether one film is like them. */
export interface CoreTrust {
  delete(): void;
}

/** map.bin of a bundle. */
export interface CoreMap {
  delete(): void;
}

/** A film's outputs of a model, and where its maps lie on the film. */
export interface CoreFilmToExplain {
  delete(): void;
}

/** The runs that a method's maps of such a film are made of. */
export interface CoreFilmRuns {
  delete(): void;
}

export interface CoreCatalog {
  delete(): void;
}

/** A member as the catalog lists it; `model_sha256` is "" where an earlier version wrote it. */
export interface ListedMember {
  model: string;
  weight: number;
  model_sha256: string;
}

/** A model or an ensemble of the catalog; a model is its only member. */
export interface CatalogEntry {
  name: string;
  title: string;
  members: ListedMember[];
  temperature: number;
}

/** A film's prediction by one model or by several together. */
export interface CorePrediction {
  readonly height: number;
  readonly width: number;
  /** [C]. */
  probabilities(): Floats;
  /** [C,height,width], each class's scaled to a maximum of 1. */
  heatmaps(): Floats;
  set_trust(trust: CoreTrust): void;
  /** The least sure of all members; null where none was asked. */
  trust(): TrustSaid | null;
  delete(): void;
}

/** An output as the runtime describes it. */
export interface OutputTensor {
  name: string;
  type: string;
  shape: readonly number[];
}

export interface Core {
  /** A file that is_further_format() chestlens_formats decodes, and film_of() takes what that gave. */
  decode(bytes: Uint8Array): Reply<{ film: CoreFilm }>;
  is_further_format(bytes: Uint8Array): boolean;
  is_dicom(bytes: Uint8Array): boolean;
  /** By its beginning, of which sniffed_bytes() are enough. */
  is_film(bytes: Uint8Array): boolean;
  sniffed_bytes(): number;
  film_of(decoded: FurtherFilm): Reply<{ film: CoreFilm }>;
  /** UTF-8, as text or as bytes. */
  parse_card(json: string | Uint8Array): Reply<{ card: CoreCard }>;
  /** What a card says, by the code that the workstation says it with. */
  card_words(card: CoreCard): Reply<{ words: CardWords }>;
  /** The same of the catalog's ensemble of this name, with the cards of its members. */
  ensemble_words(catalog: CoreCatalog, name: string, members: CoreCard[]): Reply<{ words: EnsembleWords }>;
  audit_power(): Reply<{ power: AuditPower }>;
  /** What stands beside each class's answers. */
  caveats_of(card: CoreCard): Reply<{ caveats: Caveat[] }>;
  parse_trust(card: CoreCard, bytes: Uint8Array): Reply<{ trust: CoreTrustModel }>;
  /** `outputs` are one film's. */
  assess_trust(trust: CoreTrustModel, outputs: Record<string, Floats>): Reply<{ trust: CoreTrust; is_like: boolean }>;
  trust_not_known(bundle: string): Reply<{ trust: CoreTrust }>;
  /** A prepared film in `films` other ways, one after the other. */
  tried_ways(pixels: Floats, size_pixels: number): Reply<{ pixels: Floats; films: number }>;
  /** Notes in `trust` what the film may be, by the outputs of those ways. */
  find_surprise(model: CoreTrustModel, trust: CoreTrust, outputs: Record<string, Floats>, films: number): Reply<object>;
  /** Notes in `trust` what the film's header says it is, where that is no frontal chest film. */
  note_subject(trust: CoreTrust, film: CoreFilm): void;
  /** What the reader of a prediction should know of the film first. */
  hints_for(film: CoreFilm, prediction: CorePrediction): Hint[];
  parse_map(card: CoreCard, bytes: Uint8Array): Reply<{ map: CoreMap }>;
  map_points(map: CoreMap): MapPoints;
  /** features [K] of one film. */
  place_film(map: CoreMap, features: Floats): Reply<{ placed: Place }>;
  change_film(film: CoreFilm, change: FilmChange): Reply<{ film: CoreFilm; words: string }>;
  parse_catalog(json: string | Uint8Array): Reply<{ catalog: CoreCatalog }>;
  /** The default where `name` is empty; for an unknown name the error lists the names. */
  find_entry(catalog: CoreCatalog, name: string): Reply<{ entry: CatalogEntry }>;
  check_members(first: CoreCard, other: CoreCard): Reply<object>;
  /** That the card is of the model that an ensemble lists. */
  check_is_of_model(listed: ListedMember, card: CoreCard): Reply<object>;
  /** model.onnx: its format, what it may hold, and that its inputs and outputs are the card's. */
  check_model(card: CoreCard, model: Uint8Array): Reply<object>;
  check_reference(card: CoreCard, reference_bytes: number): Reply<object>;
  /** Types and shapes of a run's outputs, before their values are read. */
  check_outputs(card: CoreCard, outputs: OutputTensor[], films: number): Reply<object>;
  /** The logits of the reference input; `difference` is the largest from the certificate's. */
  check_certificate(card: CoreCard, logits: Floats): Reply<{ difference: number }>;
  preprocess(film: CoreFilm, card: CoreCard): Reply<{ pixels: Floats }>;
  initial_window(film: CoreFilm, card: CoreCard): Reply<{ low_level: number; high_level: number }>;
  /** logits [C], activations [F,h,w], cam_weights [C,F]. */
  predict_from(
    card: CoreCard,
    logits: Floats,
    activations: Floats,
    cam_weights: Floats,
  ): Reply<{ prediction: CorePrediction }>;
  combine(
    members: { prediction: CorePrediction; weight: number }[],
    temperature: number,
  ): Reply<{ prediction: CorePrediction }>;
  question_choices(): QuestionChoices;
  /** The film as a question (JSON) wants it. */
  ask_film(film: CoreFilm, question: string): Reply<{ film: CoreFilm }>;
  /** The question, as JSON, that a slider asks. */
  change_question(kind: string, amount: number): Reply<{ question: string }>;
  /** What was asked and what became of the answer, in words. */
  say_answer(
    question: string,
    classes: string[],
    before: AnswerSaid,
    after: AnswerSaid,
  ): Reply<{ words: string; summary: string }>;
  /** Every method, and what is said of all maps. */
  map_methods(): { methods: MapMethod[]; warning: string };
  /** `outputs` are one film's of the card's model; those that its format does not have are missing. */
  film_to_explain(
    film: CoreFilm,
    card: CoreCard,
    outputs: Record<string, Floats>,
    pixels: Floats,
  ): Reply<{ film: CoreFilmToExplain }>;
  /** By a method that takes no more than those outputs. */
  maps_at_once(film: CoreFilmToExplain, method: string): Reply<MadeMaps>;
  /** What is to be run, and how often; `shape` is one film's. */
  map_runs(
    film: CoreFilmToExplain,
    method: string,
  ): Reply<{
    runs: CoreFilmRuns;
    part: "head" | "evidence" | "network";
    films: number;
    batch_films: number;
    shape: number[];
  }>;
  inputs_of(runs: CoreFilmRuns, first: number, count: number): Reply<{ inputs: Floats }>;
  /** By the outputs of all films. */
  maps_of_runs(runs: CoreFilmRuns, outputs: Floats): Reply<MadeMaps>;
  /** The head of a model.onnx as a model of its own, from activations to logits. */
  cut_head(model: Uint8Array): Reply<{ head: Uint8Array }>;
}

export default function create_core(options: ModuleOptions): Promise<Core>;
