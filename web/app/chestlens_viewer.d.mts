// wasm/viewer/ as the page sees it. Arrays in and out are copies.
import type { Reply } from "./chestlens_core.mjs";
import type { FilmChange, Hint, MadeMaps, MapPoints, Place, Timings, TrustSaid } from "./protocol";

type Done = Reply<object>;

export interface Viewer {
  /** A caveat of each class; `place` is an id in the card, "" where it has no more. */
  set_model(title: string, classes: string[], fit: string, caveats: { sentence: string; place: string }[]): Done;
  set_status(text: string, kind: "loading" | "ready" | "notice" | "error"): Done;
  set_backend(label: string): Done;
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
  set_prediction(
    id: number,
    probabilities: Float32Array,
    heatmaps: Float32Array,
    height: number,
    width: number,
    said: { trust: TrustSaid | null; hints: Hint[]; timings: Timings },
  ): Done;
  /** A member's map; where `points` is null, `missing` says why. */
  set_map(member: number, title: string, points: MapPoints | null, missing: string): Done;
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
  /** The part of the card with this id is wanted. */
  on_open_card(place: string): void;
  on_maps_wanted(id: number, member: number, method: string): void;
  on_maps_cancelled(id: number, member: number, method: string): void;
}

export default function createViewer(options: ViewerOptions): Promise<Viewer>;
