// An ensemble in the page: its members' predictions together, as `chestlens predict` combines them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { with_altered_site } from "./altered.mjs";
import { drop, film_results, launch, model_is, open_page, screenshot } from "./browser.mjs";
import { films, native_prediction, site } from "./films.mjs";
import {
  assert_same_heatmaps,
  assert_same_overlays,
  assert_same_predictions,
  keep_heatmaps,
  native_overlays,
} from "./same.mjs";
import { serve } from "./server.mjs";

const name = "browser-both";
const title = "Both networks of the browser tests";
const member_titles = ["MobileNetV2 of the browser tests", "DenseNet-121 of the browser tests"];
let browser, server, native, overlays_of;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(site)]);
  native = native_prediction(films, { name });
  overlays_of = native_overlays(films, native.classes, { name });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function assert_same(page) {
  await keep_heatmaps(page);
  await drop(page, films);
  const shown = await film_results(page, films.length);
  assert_same_predictions(shown, native);
  for (const { columns } of shown) assert.deepEqual(columns, ["Ensemble", ...member_titles]);
  await assert_same_heatmaps(page, native);
  await assert_same_overlays(page, native, overlays_of);
  assert.deepEqual(page.complaints, []);
}

test("WASM: an ensemble by its name in the address, and its members' own predictions", async () => {
  const context = await browser.new_context();
  const page = await open_page(context, `${server.url}?backend=wasm&model=${name}`);
  assert.match(await model_is(page, ["ready"]), /^Both networks .* ready: WASM/);
  await assert_same(page);
  assert.equal(await page.$eval("#model", (select) => select.value), name);
  await page.getByRole("button", { name: "Results as text" }).click();
  await screenshot(page, "ensemble-results");
  await context.close();
});

test("WebGPU: an ensemble", async () => {
  const context = await browser.new_context();
  const page = await open_page(context, `${server.url}?backend=webgpu&model=${name}`);
  assert.match(await model_is(page, ["ready"]), /WebGPU/);
  await assert_same(page);
  await context.close();
});

test("an ensemble is in the list of models and is kept whole for offline use", async () => {
  const context = await browser.new_context();
  const page = await open_page(context, `${server.url}?backend=wasm`);
  await page.waitForSelector("#offline:not([hidden])");
  await page.getByRole("combobox", { name: "Model" }).selectOption(title);
  await page.waitForFunction((start) => document.getElementById("model-status").textContent.startsWith(start), title);
  const kept = await page.evaluate(async () => {
    const [name] = await caches.keys();
    const cache = await caches.open(name);
    while (!(await cache.match("models/browser-densenet/reference.f32")))
      await new Promise((go) => setTimeout(go, 100));
    const requests = await cache.keys();
    return requests
      .map(({ url }) => new URL(url).pathname)
      .filter((path) => path.endsWith(".onnx"))
      .sort();
  });
  assert.deepEqual(kept, ["/models/browser-densenet/model.onnx", "/models/browser-mobilenet/model.onnx"]);
  await server.stop();
  await page.goto(`${server.url}?backend=wasm&model=${name}`);
  assert.ok((await model_is(page)).startsWith(title));
  await context.close();
  server = await serve(site);
});

test("the card has the weights, the members, and where the score may come from", async () => {
  const context = await browser.new_context();
  const page = await open_page(context, `${server.url}?backend=wasm&model=${name}`);
  const catalog = await (await fetch(`${server.url}models/catalog.json`)).json();
  const [ensemble] = catalog.ensembles;
  await page.click("#show-card");
  const dialog = page.getByRole("dialog");
  const text = await dialog.innerText();
  for (const said of [title, ensemble.chosen, ...member_titles, ...ensemble.audit, ...ensemble.limits]) {
    assert.ok(text.includes(said), `"${said}" is not in the card`);
  }
  assert.match(text, /0\.70\s+0\.55–0\.85/);
  assert.match(text, /0\.30\s+not estimated/);
  assert.ok((await dialog.getByRole("note").first().innerText()).includes(ensemble.audit[0]));
  const headings = await dialog.getByRole("heading").allInnerTexts();
  const own = ["In short", "Scores", "Reliability", "Trust", "Audit", "Limits", "Weights"];
  assert.deepEqual(headings.slice(0, 9), [title, ...own, member_titles[0]]);
  await screenshot(page, "ensemble-card");
  await page.setViewportSize({ width: 1280, height: 4000 });
  await screenshot(page, "ensemble-card-whole");
  assert.deepEqual(page.complaints, []);
  await context.close();
});

test("a member that does not give its certificate's logits is named, and nothing is predicted", () =>
  with_altered_site(
    browser,
    (copy) =>
      copy.edit("models/browser-densenet/model.json", (json) => {
        const card = JSON.parse(json);
        card.certificate.reference_logits[0] += 0.01;
        return JSON.stringify(card);
      }),
    `?backend=wasm&model=${name}`,
    async (page) => {
      assert.match(
        await model_is(page, ["error"]),
        /predicts nothing.*browser-densenet: .* differ from the certificate/s,
      );
      await drop(page, [films[0]]);
      const [film] = await film_results(page, 1);
      assert.ok(film.failed);
    },
  ));

test("members of different classes are refused by name", () =>
  with_altered_site(
    browser,
    (copy) =>
      copy.edit("models/browser-densenet/model.json", (json) => {
        const card = JSON.parse(json);
        return JSON.stringify({ ...card, classes: card.classes.reverse() });
      }),
    `?backend=wasm&model=${name}`,
    async (page) =>
      assert.match(await model_is(page, ["error"]), /browser-mobilenet and browser-densenet: tell different classes/),
  ));

test("a catalog that is not in order is refused by the field", () =>
  with_altered_site(
    browser,
    (copy) =>
      copy.edit("models/catalog.json", (json) => json.replace('"model": "browser-densenet"', '"model": "gone"')),
    "?backend=wasm",
    async (page) =>
      assert.match(
        await model_is(page, ["error"]),
        /models\/catalog\.json: ensembles\[0\]\.members\[1\]\.model: "gone"/,
      ),
  ));

test("an ensemble whose member is another model now is refused", () =>
  with_altered_site(
    browser,
    (copy) =>
      copy.edit("models/catalog.json", (json) => {
        const catalog = JSON.parse(json);
        const [ensemble] = catalog.ensembles.filter((/** @type {{name: string}} */ each) => each.name === name);
        ensemble.members[1].model_sha256 = "0".repeat(64);
        return JSON.stringify(catalog);
      }),
    `?backend=wasm&model=${name}`,
    async (page) => assert.match(await model_is(page, ["error"]), /is not the model that the ensemble was made of/),
  ));
