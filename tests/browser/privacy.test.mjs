// Nothing leaves the page's origin, neither from the page nor from its worker; nothing is sent.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { drop, film_results, launch_logged, model_is, open_page } from "./browser.mjs";
import { films, site } from "./films.mjs";
import { assert_private, requests_of } from "./requests.mjs";
import { serve, serve_elsewhere } from "./server.mjs";

let browser, server, elsewhere, context, page, asked;

before(async () => {
  [browser, server, elsewhere] = await Promise.all([launch_logged(), serve(site), serve_elsewhere()]);
  context = await browser.new_context();
  asked = requests_of(context);
  page = await open_page(context, `${server.url}?backend=wasm`);
});

after(async () => {
  await browser?.close();
  await Promise.all([server?.stop(), elsewhere?.stop()]);
});

/** Runs in a page or a worker: tries every way out, returns those that were open. */
async function try_to_reach(host) {
  const ways = {
    fetch: () => fetch(`http://${host}/fetch`),
    post: () => fetch(`http://${host}/post`, { method: "POST", body: "film", mode: "no-cors" }),
    import: () => import(`http://${host}/import.mjs`),
    XMLHttpRequest: () =>
      new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open("GET", `http://${host}/xhr`);
        request.onload = resolve;
        request.onerror = reject;
        request.send();
      }),
    WebSocket: () =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(`ws://${host}/socket`);
        socket.onopen = resolve;
        socket.onerror = reject;
      }),
    EventSource: () =>
      new Promise((resolve, reject) => {
        const source = new EventSource(`http://${host}/events`);
        source.onopen = resolve;
        source.onerror = reject;
      }),
    worker: () =>
      new Promise((resolve, reject) => {
        const source = `fetch("http://${host}/nested").then(() => postMessage("out"), () => postMessage(""))`;
        const worker = new Worker(URL.createObjectURL(new Blob([source])));
        worker.onmessage = ({ data }) => (data ? resolve() : reject());
        worker.onerror = reject;
      }),
  };
  if (globalThis.document) {
    ways.image = () =>
      new Promise((resolve, reject) => {
        const image = new Image();
        image.onload = resolve;
        image.onerror = reject;
        image.src = `http://${host}/image`;
      });
    ways.beacon = async () => {
      navigator.sendBeacon(`http://${host}/beacon`, "film");
      throw new Error("its answer is never seen");
    };
  }
  const open = await Promise.all(
    Object.entries(ways).map(([name, way]) =>
      Promise.resolve()
        .then(way)
        .then(
          () => name,
          () => undefined,
        ),
    ),
  );
  return open.filter(Boolean);
}

test("the other origin would answer, were it asked", async () => {
  const free_context = await browser.new_context({ serviceWorkers: "block" });
  const free_page = await free_context.newPage();
  await free_page.goto(`${server.url}models/`); // the server's own listing: no policy
  const open = await free_page.evaluate(try_to_reach, elsewhere.host);
  await free_context.close();
  assert.ok(open.includes("fetch") && open.includes("post") && open.includes("import"), `open: ${open}`);
  assert.ok(elsewhere.visits.includes("GET /fetch"));
  assert.ok(elsewhere.visits.includes("POST /beacon"));
  elsewhere.visits.length = 0;
});

test("the page cannot reach another origin", async () => {
  assert.deepEqual(await page.evaluate(try_to_reach, elsewhere.host), []);
  assert.deepEqual(elsewhere.visits, []);
});

test("the inference worker cannot reach another origin", async () => {
  const [worker] = page.workers();
  assert.match(worker.url(), /^blob:/);
  assert.deepEqual(await worker.evaluate(try_to_reach, elsewhere.host), []);
  assert.deepEqual(elsewhere.visits, []);
});

test("the threads of the runtime are under the same policy", async () => {
  await page.waitForSelector("#offline:not([hidden])");
  await page.reload();
  await model_is(page);
  assert.ok(await page.evaluate(() => crossOriginIsolated));
  const workers = page.workers().map((worker) => worker.url());
  assert.ok(workers.length > 1, `no threads: ${workers}`);
  for (const url of workers) assert.match(url, /^blob:/);
});

test("the policy forbids code from text", async () => {
  // Not `new Function` here: what a debugger evaluates is exempt, what a timer evaluates is not.
  await page.evaluate(() => void setTimeout("globalThis.ran = true", 0));
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
  assert.equal(await page.evaluate(() => globalThis.ran), undefined);
});

test("every request is a GET of the page's own files, without a body", async () => {
  await drop(page, films);
  await film_results(page, films.length);
  const logged = await browser.close();
  browser = undefined;
  for (const requests of [logged, asked]) {
    assert_private(
      requests.filter(({ url }) => new URL(url).host !== elsewhere.host),
      server.url,
    );
  }
});
