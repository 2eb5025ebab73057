import { download } from "./download.js";

/** @import { Meter } from "./download.js" */

/** @typedef {typeof import("onnxruntime-web")} Ort */
/** @typedef {"webgpu" | "wasm"} Backend */

const ort_url = new URL("../ort/", import.meta.url).href;

const files = {
  webgpu: ["ort.webgpu.bundle.min.js", "ort-wasm-simd-threaded.asyncify.wasm"],
  wasm: ["ort.wasm.bundle.min.js", "ort-wasm-simd-threaded.wasm"],
};

/** @param {Backend} backend */
export const runtime_urls = (backend) => files[backend].map((file) => ort_url + file);

/** ONNX Runtime for a backend. It is imported from a blob, so that the threads it starts from its
 * own address inherit this worker's Content-Security-Policy on every server.
 * @param {Backend} backend
 * @param {Meter} meter
 * @returns {Promise<Ort>} */
export async function load_runtime(backend, meter) {
  const downloads = runtime_urls(backend).map((url) => download(url, meter));
  const [script, binary] = await Promise.all(downloads);
  if (!script || !binary) throw new Error(`no runtime for ${backend}`);
  const blob_url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  /** @type {Ort} */
  const ort = await import(blob_url);
  ort.env.logLevel = "error";
  ort.env.wasm.wasmBinary = binary.buffer;
  ort.env.wasm.numThreads = thread_count(backend);
  return ort;
}

/** @param {Backend} backend */
function thread_count(backend) {
  return backend === "wasm" && crossOriginIsolated ? Math.min(navigator.hardwareConcurrency, 8) : 1;
}

/** @param {Backend} backend */
export function backend_label(backend) {
  if (backend === "webgpu") return "WebGPU";
  const threads = thread_count(backend);
  return threads === 1 ? "WASM, 1 thread" : `WASM, ${threads} threads`;
}

/** The backends worth trying, best first.
 * @param {import("../protocol").BackendChoice} choice
 * @returns {Promise<Backend[]>} */
export async function candidate_backends(choice) {
  if (choice === "wasm") return ["wasm"];
  if (choice === "webgpu") return ["webgpu", "wasm"];
  const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
  return adapter && !adapter.info.isFallbackAdapter ? ["webgpu", "wasm"] : ["wasm"];
}
