// The service worker: threads from the second visit on, offline use, and clean updates.
import assert from "node:assert/strict";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { drop, film_results, launch, model_is, open_page } from "./browser.mjs";
import { films, site } from "./films.mjs";
import { copy_site, serve } from "./server.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const kept_offline = (page) => page.waitForSelector("#offline:not([hidden])", { timeout: 60_000 });
const kept_builds = (page) =>
  page.evaluate(async () => {
    const [name] = await caches.keys();
    const requests = await (await caches.open(name)).keys();
    return [...new Set(requests.map(({ url }) => /app-\w+/.exec(url)?.[0]).filter(Boolean))];
  });

async function first_prediction(page) {
  await drop(page, [films[0]]);
  return (await film_results(page, 1))[0];
}

test("in a sub-path: one thread, then threads, then no server at all; always the same numbers", async () => {
  const copy = copy_site(site);
  const root = join(copy.folder, "..", "root");
  mkdirSync(join(root, "radiology"), { recursive: true });
  renameSync(copy.folder, join(root, "radiology", "lens"));
  const server = await serve(root);
  const context = await browser.new_context();
  try {
    const page = await open_page(context, `${server.url}radiology/lens/?backend=wasm`);
    assert.match(await model_is(page), /WASM, 1 thread\./);
    const plain = await first_prediction(page);
    await kept_offline(page);

    await page.reload();
    assert.match(await model_is(page), /WASM, \d+ threads\./);
    assert.ok(await page.evaluate(() => crossOriginIsolated));
    const threaded = await first_prediction(page);

    await kept_offline(page);
    await server.stop();
    await page.reload();
    await model_is(page);
    const offline = await first_prediction(page);
    for (const [label, probability] of Object.entries(plain.probabilities)) {
      assert.ok(Math.abs(threaded.probabilities[label] - probability) < 1e-5, label);
      assert.ok(Math.abs(offline.probabilities[label] - probability) < 1e-5, label);
    }
    assert.deepEqual(page.complaints, []);
  } finally {
    await context.close();
    await server.stop();
    rmSync(join(copy.folder, ".."), { recursive: true });
  }
});

test("a new build is used on the next visit, whole, and the old one goes", async () => {
  const copy = copy_site(site);
  const server = await serve(copy.folder);
  const context = await browser.new_context();
  try {
    const page = await open_page(context, `${server.url}?backend=wasm`);
    await kept_offline(page);
    assert.deepEqual(await kept_builds(page), [copy.app]);

    copy.rename(copy.app, "app-newer");
    copy.edit("index.html", (html) => html.replaceAll(copy.app, "app-newer"));
    copy.edit("app-newer/style.css", (css) => `${css}\nh1 { color: rgb(1, 2, 3); }\n`);
    await page.reload();
    await model_is(page);
    assert.equal(await page.$eval("h1", (title) => getComputedStyle(title).color), "rgb(1, 2, 3)");
    await kept_offline(page);
    assert.deepEqual(await kept_builds(page), ["app-newer"]);

    await server.stop();
    await page.reload();
    await model_is(page);
    assert.equal(await page.$eval("h1", (title) => getComputedStyle(title).color), "rgb(1, 2, 3)");
    assert.ok(Object.keys((await first_prediction(page)).probabilities).length > 1);
  } finally {
    await context.close();
    await server.stop();
    copy.remove();
  }
});

test("where there is no service worker the page works all the same", async () => {
  const server = await serve(site);
  const context = await browser.new_context({ serviceWorkers: "block" });
  try {
    const page = await open_page(context, `${server.url}?backend=wasm`);
    assert.match(await model_is(page), /WASM, 1 thread\./);
    assert.ok(!(await first_prediction(page)).failed);
  } finally {
    await context.close();
    await server.stop();
  }
});
