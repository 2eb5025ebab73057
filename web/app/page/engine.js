/** @import { BackendChoice, BackendTime, FilmChange, FilmFile, FromWorker, ToWorker } from "../protocol" */

const catalog_url = new URL("models/catalog.json", document.baseURI).href;

/** Starts an inference worker on the model or ensemble `asked`, null for the default. The worker is made from a blob: so it
 * inherits the page's Content-Security-Policy, which a worker loaded by URL would not. `on_death` is told once, why, where
 * it is no more without having been stopped.
 * @param {string | null} asked
 * @param {{backend: BackendChoice, known: BackendTime[]}} wish
 * @param {(message: FromWorker) => void} on_message
 * @param {(reason: string) => void} on_death */
export function start_engine(asked, { backend, known }, on_message, on_death) {
  const worker_url = new URL("../worker/worker.js", import.meta.url).href;
  const source = new Blob([`import ${JSON.stringify(worker_url)};`], { type: "text/javascript" });
  const blob_url = URL.createObjectURL(source);
  const worker = new Worker(blob_url, { type: "module", name: "inference" });
  const stopped = new AbortController();
  const stop = () => {
    if (stopped.signal.aborted) return;
    stopped.abort();
    worker.terminate();
    URL.revokeObjectURL(blob_url);
  };
  const die = (/** @type {string} */ reason) => {
    if (stopped.signal.aborted) return;
    stop();
    on_death(reason);
  };
  // The worker holds a lock for as long as it lives: who gets it after that knows.
  const life = `ChestLens worker ${Math.random()}`;
  const wait_for_death = () =>
    navigator.locks?.request(life, { signal: stopped.signal }, () => die("the browser ended it")).catch(() => {}); // it was stopped
  worker.addEventListener("message", ({ data }) => {
    if (stopped.signal.aborted) return;
    if (data.type === "alive") void wait_for_death();
    else on_message(data);
  });
  worker.addEventListener("error", ({ message }) => die(message ?? "it could not be loaded"));
  /** @param {ToWorker} message */
  const send = (message) => worker.postMessage(message);
  send({ type: "open", catalog_url, asked, backend, known, life });
  return {
    /** @param {number} id @param {FilmFile} file @param {FilmChange} change */
    predict: (id, file, change) => send({ type: "predict", id, file, change }),
    /** @param {number} id @param {FilmFile} file @param {FilmChange} change @param {number} member @param {string} method */
    explain: (id, file, change, member, method) => send({ type: "explain", id, file, change, member, method }),
    /** @param {number} id @param {number} member @param {string} method */
    cancel_explain: (id, member, method) => send({ type: "cancel_explain", id, member, method }),
    /** @param {number} id @param {FilmFile} file */
    identifiers: (id, file) => send({ type: "identifiers", id, file }),
    /** @param {number} number @param {File} file */
    list: (number, file) => send({ type: "list", number, file }),
    show_maps: () => send({ type: "reference_maps" }),
    /** @param {number} id @param {number} number @param {FilmFile} file @param {FilmChange} change @param {string} question */
    ask: (id, number, file, change, question) => send({ type: "ask", id, number, file, change, question }),
    /** @param {number} id @param {FilmFile} file @param {FilmChange} change @param {string} kind @param {number[]} amounts */
    curve: (id, file, change, kind, amounts) => send({ type: "curve", id, file, change, kind, amounts }),
    /** @param {number} id @param {FilmFile} file @param {FilmChange} change @param {string} model */
    beside: (id, file, change, model) => send({ type: "beside", id, file, change, model }),
    stop,
  };
}
