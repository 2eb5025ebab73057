// wasm/viewer/ as the page sees it. Arrays in and out are copies.
import type { Reply } from "./chestlens_core.js";
import type {
  CatalogMember,
  FilmChange,
  Hint,
  MadeMaps,
  MapPoints,
  ModuleOptions,
  Place,
  PredictionSaid,
  Timings,
  TrustSaid,
} from "./protocol";

type Done = Reply<object>;

export interface Viewer {
  /** A caveat of each class; `place` is an id in the card, "" where it has no more. */
  set_model(title: string, classes: string[], fit: string, caveats: { sentence: string; place: string }[]): Done;
  set_status(text: string, kind: "loading" | "ready" | "notice" | "error"): Done;
  set_backend(label: string): Done;
  set_theme(theme: "dark" | "light"): Done;
  add_film(id: number, name: string, change: FilmChange): Done;
  set_film(
    id: number,
    width: number,
    height: number,
    max_level: number,
    pixels: Uint16Array,
    low_level: number,
    high_level: number,
  ): Done;
  /** `has_header`: of DICOM, with a patient's data. */
  set_notes(id: number, notes: string[], has_header: boolean): Done;
  set_identifiers(id: number, elements: string[]): Done;
  /** How large the film's pixels are. */
  set_spacing(id: number, across_mm: number, down_mm: number): Done;
  set_prediction(
    id: number,
    probabilities: Float32Array,
    heatmaps: Float32Array,
    height: number,
    width: number,
    said: { trust: TrustSaid | null; hints: Hint[]; timings: Timings },
  ): Done;
  /** A member's map; where `points` is null, `missing` says why. */
  set_map(member: number, title: string, points: MapPoints | null, missing: string, may_come: boolean): Done;
  set_place(id: number, member: number, place: Place): Done;
  /** Shows the probabilities of a film that is unlike those of training. */
  show_answer(id: number): Done;
  /** One more change, after which the film is to be predicted again: on_change tells of all together. */
  change_film(id: number, change: FilmChange): Done;
  set_failure(id: number, message: string): Done;
  /** The models whose answers are explained, of an ensemble its members, with the formats of their bundles. */
  set_explained_models(models: { title: string; format: number }[]): Done;
  /** Asks for a method's maps, unless they are there: on_maps_wanted tells of it. */
  want_maps(id: number, member: number, method: string): Done;
  cancel_maps(id: number, member: number, method: string): Done;
  set_maps_progress(id: number, member: number, method: string, done: number, total: number): Done;
  set_maps(id: number, member: number, method: string, made: MadeMaps): Done;
  refuse_maps(id: number, member: number, method: string, reason: string): Done;
  /** Who answers questions: a model, or the members of an ensemble with their weights. */
  set_asked_model(name: string, members: { name: string; model_sha256: string; weight: number }[]): Done;
  /** Asks a question (JSON) of a film whose answer is shown, and selects it: on_ask tells of it. */
  ask(id: number, question: string): Done;
  /** Asks for the answers along a slider, unless they are there: on_curve_wanted tells of it. */
  want_curve(id: number, kind: string): Done;
  undo_question(id: number): Done;
  redo_question(id: number): Done;
  remove_question(id: number, number: number): Done;
  set_asked_answer(id: number, number: number, probabilities: Float32Array, trust: TrustSaid | null): Done;
  set_asked_failure(id: number, number: number, message: string): Done;
  add_curve_point(id: number, kind: string, probabilities: Float32Array): Done;
  stop_curve(id: number, kind: string, message: string): Done;
  /** All questions of a film with their answers. */
  questions_json(id: number): Reply<{ json: string }>;
  /** The models that answer together with their validated weights, and others that may be opened beside them. */
  set_compared_models(
    models: (Omit<CatalogMember, "model"> & { name: string; title: string })[],
    temperature: number,
    offers: { name: string; title: string }[],
  ): Done;
  /** Each model's own prediction of a film that is predicted. */
  set_members(id: number, members: PredictionSaid[]): Done;
  /** Sets one weight, a share of all, in hundredths: on_weights_moved tells of it. */
  move_weight(member: number, weight: number): Done;
  reset_weights(): Done;
  undo_weights(): Done;
  redo_weights(): Done;
  /** Opens an offered model beside the others, or with "" none. */
  open_beside(name: string): Done;
  set_beside(id: number, model: string, prediction: PredictionSaid): Done;
  refuse_beside(id: number, model: string, message: string): Done;
  /** The film that the selected one is set beside. */
  set_prior(id: number): Done;
  /** A film's models beside each other, with the weights on show: `Comparison` of page/compare.js. */
  comparison_json(id: number): Reply<{ json: string }>;
  select(id: number): Done;
  clear(): Done;
  /** JSON, of which the page reads these: {selected: number | null, overlay_ms: number}. */
  state(): string;
}

export interface ViewerOptions {
  canvas: HTMLCanvasElement;
  on_select(id: number): void;
  on_open_files(): void;
  on_class_change(id: number, class_index: number): void;
  on_answer_wanted(id: number): void;
  on_change(id: number, change: FilmChange): void;
  on_reference_maps_wanted(): void;
  /** What in the film's header may identify a patient is wanted. */
  on_identifiers_wanted(id: number): void;
  /** The part of the card with this id is wanted. */
  on_open_card(place: string): void;
  /** The answer to this question (JSON) is wanted. */
  on_ask(id: number, number: number, question: string): void;
  on_curve_wanted(id: number, kind: string, amounts: number[]): void;
  /** The numbers of the questions that are asked now, in order. */
  on_questions_changed(id: number, numbers: number[]): void;
  on_save_questions(id: number): void;
  /** What is measured on the film, in words, in order. */
  on_measures_changed(id: number, words: string[]): void;
  /** The prediction of one more model of the catalog is wanted. */
  on_beside_wanted(id: number, model: string): void;
  on_weights_moved(): void;
  on_maps_wanted(id: number, member: number, method: string): void;
  on_maps_cancelled(id: number, member: number, method: string): void;
}

export default function createViewer(options: ViewerOptions & ModuleOptions): Promise<Viewer>;
