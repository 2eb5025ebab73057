// wasm/core/ as the inference worker sees it. Arrays in and out are copies.

export interface Failed {
  ok: false;
  error: string;
  message: string;
  context: string;
}

/** What every call returns: its values, or why there are none. */
export type Reply<T> = ({ ok: true } & T) | Failed;

type Floats = Float32Array<ArrayBuffer>;

export interface Film {
  readonly width: number;
  readonly height: number;
  readonly max_level: number;
  pixels(): Uint16Array<ArrayBuffer>;
  delete(): void;
}

export interface CoreCard {
  readonly temperature: number;
  readonly size_pixels: number;
  readonly reference_input: string;
  readonly activation_features: number;
  readonly activation_height: number;
  readonly activation_width: number;
  classes(): string[];
  reference_logits(): Floats;
  delete(): void;
}

/** [h,w]. */
export interface Heatmap {
  heatmap: Floats;
  height: number;
  width: number;
}

export interface WeightedHeatmap extends Heatmap {
  weight: number;
}

export interface Core {
  decode(bytes: Uint8Array): Reply<{ film: Film }>;
  parse_card(json: string): Reply<{ card: CoreCard }>;
  check_catalog(json: string): Reply<object>;
  check_members(first: CoreCard, other: CoreCard): Reply<object>;
  preprocess(film: Film, card: CoreCard): Reply<{ pixels: Floats }>;
  initial_window(film: Film, card: CoreCard): Reply<{ low_level: number; high_level: number }>;
  softmax(logits: Floats, temperature: number): Reply<{ probabilities: Floats }>;
  grad_cam(
    activations: Floats,
    features: number,
    height: number,
    width: number,
    cam_weights: Floats,
  ): Reply<{ heatmap: Floats }>;
  /** probabilities [M*C], one row a member; weights [M]; temperature of the weighted mean. */
  ensemble(probabilities: Floats, weights: Floats, temperature: number): Reply<{ probabilities: Floats }>;
  ensemble_heatmap(members: WeightedHeatmap[]): Reply<Heatmap>;
}

export default function create_core(): Promise<Core>;
