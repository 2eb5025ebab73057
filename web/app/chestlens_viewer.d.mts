// wasm/viewer/ as the page sees it. Arrays in and out are copies.
import type { Reply } from "./chestlens_core.mjs";
import type { Timings } from "./protocol";

type Done = Reply<object>;

export interface Viewer {
  set_model(title: string, classes: string[], fit: string): Done;
  set_status(text: string, kind: "loading" | "ready" | "notice" | "error"): Done;
  set_backend(label: string): Done;
  add_film(id: number, name: string): Done;
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
    timings: Timings,
  ): Done;
  set_failure(id: number, message: string): Done;
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
}

export default function createViewer(options: ViewerOptions): Promise<Viewer>;
