// wasm/core/ as the inference worker sees it. Arrays in and out are copies.

export interface Failed {
  ok: false;
  error: string;
  message: string;
  context: string;
}

/** The reply of every call: its values, or the reason why there are none. */
export type Reply<T> = ({ ok: true } & T) | Failed;

type Floats = Float32Array<ArrayBuffer>;

export interface GreyImage {
  readonly width: number;
  readonly height: number;
  readonly max_level: number;
  pixels(): Uint16Array<ArrayBuffer>;
  delete(): void;
}

export interface CoreCard {
  readonly size_pixels: number;
  readonly reference_input: string;
  reference_logits(): Floats;
  delete(): void;
}

export interface CoreCatalog {
  delete(): void;
}

/** A model or an ensemble of the catalog; a model is its only member. */
export interface CatalogEntry {
  name: string;
  title: string;
  members: { model: string; weight: number }[];
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
  delete(): void;
}

export interface Core {
  decode(bytes: Uint8Array): Reply<{ film: GreyImage }>;
  parse_card(json: string): Reply<{ card: CoreCard }>;
  parse_catalog(json: string): Reply<{ catalog: CoreCatalog }>;
  /** The default where `name` is empty; for an unknown name the error lists the names. */
  find_entry(catalog: CoreCatalog, name: string): Reply<{ entry: CatalogEntry }>;
  check_members(first: CoreCard, other: CoreCard): Reply<object>;
  preprocess(film: GreyImage, card: CoreCard): Reply<{ pixels: Floats }>;
  initial_window(film: GreyImage, card: CoreCard): Reply<{ low_level: number; high_level: number }>;
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
}

export default function create_core(): Promise<Core>;
