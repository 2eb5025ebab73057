import { download } from "./download.js";
import { without_shared_memory } from "./private_memory.js";

/** @import { Meter } from "./download.js" */

/** @typedef {typeof import("onnxruntime-web")} Ort */

/** A way to compute: by the graphics processor, or by so many threads. Memory that threads may share is what the runtime
 * wants, also for one thread; some browsers refuse it.
 * @typedef {{provider: "webgpu" | "wasm", threads: number, shares_memory: boolean}} Backend */

const ort_url = new URL("../ort/", import.meta.url).href;

const files = {
  webgpu: ["ort.webgpu.bundle.min.js", "ort-wasm-simd-threaded.asyncify.wasm"],
  wasm: ["ort.wasm.bundle.min.js", "ort-wasm-simd-threaded.wasm"],
};

/** @param {Backend} backend */
export const runtime_urls = ({ provider }) => files[provider].map((file) => ort_url + file);

/** ONNX Runtime for a backend, each time another one, with memory of its own. It is imported from a blob, so that the
 * threads it starts from its own address inherit this worker's Content-Security-Policy on every server.
 * @param {Backend} backend
 * @param {Meter} meter
 * @returns {Promise<Ort>} */
export async function load_runtime(backend, meter) {
  const downloads = runtime_urls(backend).map((url) => download(url, meter));
  const [script, binary] = await Promise.all(downloads);
  if (!script || !binary) throw new Error(`no runtime for ${backend.provider}`);
  const parts = backend.shares_memory ? { script, binary } : without_shared_memory(script, binary);
  const blob_url = URL.createObjectURL(new Blob([parts.script], { type: "text/javascript" }));
  /** @type {Ort} */
  const ort = await import(blob_url);
  ort.env.logLevel = "error";
  ort.env.wasm.wasmBinary = parts.binary.buffer;
  ort.env.wasm.numThreads = backend.threads;
  return ort;
}

/** @param {Backend} backend */
export function backend_label({ provider, threads, shares_memory }) {
  if (provider === "webgpu") return "WebGPU";
  const label = threads === 1 ? "WASM, 1 thread" : `WASM, ${threads} threads`;
  return shares_memory ? label : `${label} without shared memory`;
}

/** The backends worth trying, best first.
 * @param {import("../protocol").BackendChoice} choice
 * @returns {Promise<Backend[]>} */
export async function candidate_backends(choice) {
  const threads = crossOriginIsolated ? Math.min(navigator.hardwareConcurrency, 8) : 1;
  /** @type {Backend[]} */
  const by_wasm = [
    { provider: "wasm", threads: 1, shares_memory: true },
    { provider: "wasm", threads: 1, shares_memory: false },
  ];
  if (threads > 1) by_wasm.unshift({ provider: "wasm", threads, shares_memory: true });
  const by_gpu = choice === "webgpu" || (choice === "auto" && (await has_graphics_processor()));
  return by_gpu ? [{ provider: "webgpu", threads: 1, shares_memory: true }, ...by_wasm] : by_wasm;
}

/** Whether WebGPU has a real one; a browser that does not say what its adapter is, is taken at its word. */
async function has_graphics_processor() {
  try {
    const adapter = await navigator.gpu?.requestAdapter();
    return Boolean(adapter) && !adapter?.info?.isFallbackAdapter;
  } catch {
    return false;
  }
}
