/** @import { BackendChoice, FromWorker, ToWorker } from "../protocol" */

/** Starts an inference worker on one model. The worker is made from a blob: so it inherits the
 * page's Content-Security-Policy, which a worker loaded by URL would not.
 * @param {string} model_url
 * @param {BackendChoice} backend
 * @param {(message: FromWorker) => void} on_message */
export function start_engine(model_url, backend, on_message) {
  const worker_url = new URL("../worker/worker.mjs", import.meta.url).href;
  const source = new Blob([`import ${JSON.stringify(worker_url)};`], { type: "text/javascript" });
  const blob_url = URL.createObjectURL(source);
  const worker = new Worker(blob_url, { type: "module", name: "inference" });
  worker.addEventListener("message", ({ data }) => on_message(data));
  worker.addEventListener("error", ({ message }) =>
    on_message({ type: "refused", message: `the inference worker stopped: ${message ?? "it could not be loaded"}` }),
  );
  /** @param {ToWorker} message */
  const send = (message) => worker.postMessage(message);
  send({ type: "open", model_url, backend });
  return {
    /** @param {number} id @param {File} file */
    predict: (id, file) => send({ type: "predict", id, file }),
    stop: () => {
      worker.terminate();
      URL.revokeObjectURL(blob_url);
    },
  };
}
