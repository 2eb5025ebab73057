// wasm/viewer/ as the page sees it. Arrays in and out are copies.
import type { Timings } from "./protocol";

export interface Viewer {
  set_model(title: string, classes: string[], fit: string): void;
  set_status(text: string, kind: "loading" | "ready" | "notice" | "error"): void;
  set_backend(label: string): void;
  add_film(id: number, name: string): void;
  set_film(
    id: number,
    width: number,
    height: number,
    max_level: number,
    pixels: Uint16Array,
    low_level: number,
    high_level: number,
  ): void;
  set_prediction(
    id: number,
    probabilities: Float32Array,
    heatmaps: Float32Array,
    height: number,
    width: number,
    timings: Timings,
  ): void;
  set_failure(id: number, message: string): void;
  select(id: number): void;
  clear(): void;
}

export interface ViewerOptions {
  canvas: HTMLCanvasElement;
  on_select(id: number): void;
  on_open_files(): void;
  on_class_change(id: number, class_index: number): void;
}

export default function createViewer(options: ViewerOptions): Promise<Viewer>;
