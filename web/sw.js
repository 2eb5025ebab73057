// The service worker serves the site offline and adds the headers that let WASM use threads. It
// answers GETs of the site's own files and nothing else, and sees no film.
// Files under app-<build>/ never change, so they come from the cache; all others (the page, the
// models) are asked for again where the server can be reached. No visit mixes two builds.

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const scope_url = worker.registration.scope;
const cache_name = `chestlens ${scope_url}`;
const is_of_a_build = (/** @type {string} */ url) => url.startsWith(`${scope_url}app-`);

/** The response with the headers of a cross-origin isolated page; the page itself may be framed by others.
 * @param {Response} response
 * @param {boolean} is_page */
function isolated(response, is_page) {
  if (response.status === 0) return response; // a redirect for the browser to follow
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  headers.set("Cross-Origin-Resource-Policy", is_page ? "cross-origin" : "same-origin");
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** What was kept of the site. A cache that fails is one that has nothing: the page comes from the server then.
 * @param {Request} request
 * @returns {Promise<Response | undefined>} */
async function find(request) {
  const is_page = request.mode === "navigate";
  try {
    const cache = await caches.open(cache_name);
    const kept = await cache.match(request, { ignoreSearch: is_page });
    return kept ?? (is_page ? await cache.match(scope_url) : undefined);
  } catch {
    return undefined;
  }
}

/** Keeps a file of a build that was not kept with the page, e.g. the decoders of DICOM, where there is room for it.
 * @param {Request} request @param {Response} response */
async function keep_more(request, response) {
  try {
    await (await caches.open(cache_name)).put(request, response);
  } catch {
    // It is fetched again the next time.
  }
}

/** @param {FetchEvent} event */
async function answer(event) {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(scope_url)) return Response.error();
  const is_page = request.mode === "navigate";
  const of_a_build = is_of_a_build(request.url);
  const kept = of_a_build ? await find(request) : undefined;
  if (kept) return isolated(kept, is_page);
  try {
    const fetched = await fetch(request, of_a_build ? {} : { cache: "no-cache" });
    if (of_a_build && fetched.status === 200) event.waitUntil(keep_more(request, fetched.clone()));
    return isolated(fetched, is_page);
  } catch {
    const offline = await find(request);
    return offline ? isolated(offline, is_page) : Response.error();
  }
}

/** Puts the server's file into the cache, unless it is known not to have changed.
 * @param {Cache} cache
 * @param {string} url */
async function keep_file(cache, url) {
  const kept = await cache.match(url);
  if (kept && is_of_a_build(url)) return;
  const fresh = await fetch(url, { cache: "no-cache" });
  const version = (/** @type {Response} */ { headers }) => headers.get("ETag") ?? headers.get("Last-Modified");
  if (!fresh.ok) throw new Error(`${url}: the server answers ${fresh.status}`);
  if (kept && version(kept) && version(kept) === version(fresh)) await fresh.body?.cancel();
  else await cache.put(url, fresh);
}

/** Keeps what the page of a build used: `app_url` (its folder app-<build>/) and `urls`. The page
 * comes last, when all that it needs is there; then older builds go.
 * @param {{app_url: string, urls: string[]}} used
 * @returns {Promise<boolean>} false where the server has a newer build by now */
async function keep({ app_url, urls }) {
  const build = app_url.slice(scope_url.length);
  const page = await fetch(scope_url, { cache: "no-cache" });
  if (!page.ok || !(await page.clone().text()).includes(build)) return false;
  const cache = await caches.open(cache_name);
  /** @type {string[]} */
  const files = await (await fetch(`${app_url}files.json`)).json();
  for (const url of files.map((file) => app_url + file).concat(urls)) await keep_file(cache, url);
  await cache.put(scope_url, page);
  for (const { url } of await cache.keys()) {
    if (is_of_a_build(url) && !url.startsWith(app_url)) await cache.delete(url);
  }
  return true;
}

worker.addEventListener("install", () => void worker.skipWaiting());
worker.addEventListener("fetch", (event) => event.respondWith(answer(event)));
worker.addEventListener("message", (event) => {
  const [port] = event.ports;
  event.waitUntil(
    keep(event.data).then(
      (kept) => port?.postMessage(kept ? "" : "the server has a newer build: reload the page"),
      (error) => port?.postMessage(String(error)),
    ),
  );
});
