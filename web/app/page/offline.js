/** Registers the service worker where the browser has one (https, or localhost). From the next
 * visit on it makes the page cross-origin isolated, so that WASM may use threads.
 * @returns {Promise<ServiceWorkerRegistration | undefined>} */
export async function register_service_worker() {
  try {
    return await navigator.serviceWorker?.register(new URL("sw.js", document.baseURI));
  } catch (error) {
    console.warn("This page works only online, and WASM with one thread:", error);
    return undefined;
  }
}

/** Asks the service worker to keep this build and `urls` for offline use; throws why it cannot.
 * @param {string[]} urls */
export async function keep_offline(urls) {
  const { active } = await navigator.serviceWorker.ready;
  const channel = new MessageChannel();
  const answered = new Promise((resolve) => (channel.port1.onmessage = ({ data }) => resolve(data)));
  const app_url = new URL("../", import.meta.url).href;
  active?.postMessage({ app_url, urls }, [channel.port2]);
  const refusal = await answered;
  if (refusal) throw new Error(refusal);
}
