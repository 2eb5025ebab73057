// The page computes what `chestlens predict` computes: same films, same bundle, every backend.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  ask_viewer,
  both_compilers,
  drop,
  film_results,
  launch,
  launch_logged,
  model_is,
  open_page,
  screenshot,
} from "./browser.mjs";
import { films, native_prediction, site } from "./films.mjs";
import { assert_private, requests_of } from "./requests.mjs";
import {
  assert_same_heatmaps,
  assert_same_overlays,
  assert_same_predictions,
  keep_heatmaps,
  native_overlays,
} from "./same.mjs";
import { serve } from "./server.mjs";

let browser, server, native, overlays_of;

before(async () => {
  [browser, server] = await Promise.all([launch_logged(), serve(site)]);
  native = native_prediction(films);
  overlays_of = native_overlays(films, native.classes);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test("the native predictions are of different films", () => {
  assert.ok(films.length > 1);
  const predicted = native.films.map(({ probabilities }) => JSON.stringify(probabilities));
  assert.equal(new Set(predicted).size, films.length);
  const drawn = overlays_of.flat().map((png) => png.toString("base64"));
  assert.ok(new Set(drawn).size > films.length, "all classes have the same overlay");
});

test("WASM: films dropped on the page", async (t) => {
  const visitor = await launch([both_compilers]);
  t.after(() => visitor.close());
  const context = await visitor.new_context({ viewport: { width: 1440, height: 900 } });
  const page = await open_page(context, `${server.url}?backend=wasm`);
  assert.match(await model_is(page), /WASM/);
  await keep_heatmaps(page);
  await drop(page, films);
  assert_same_predictions(await film_results(page, films.length), native);
  await assert_same_heatmaps(page, native);
  await assert_same_overlays(page, native, overlays_of);

  const { selected, films: listed } = JSON.parse(await ask_viewer(page, "state"));
  assert.equal(selected, 0);
  assert.deepEqual(
    listed.map((film) => film.predicted_class),
    native.films.map((film) => film.predicted),
  );
  await screenshot(page, "viewer");
  assert.deepEqual(page.complaints, []);
});

test("WebGPU: films picked with the button, and no request carries them", async () => {
  const context = await browser.new_context();
  const asked = requests_of(context);
  const page = await open_page(context, `${server.url}?backend=webgpu`);
  assert.match(await model_is(page, ["ready"]), /WebGPU/);
  await keep_heatmaps(page);
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Open films" }).click(),
  ]);
  await chooser.setFiles(films);
  const shown = await film_results(page, films.length);
  assert_same_predictions(shown, native);
  for (const { caption } of shown) assert.match(caption, /^Computed with WebGPU/);
  await assert_same_heatmaps(page, native);
  await assert_same_overlays(page, native, overlays_of);
  assert.deepEqual(page.complaints, []);
  const logged = await browser.close();
  browser = undefined;
  for (const requests of [logged, asked]) assert_private(requests, server.url);
  assert.ok(
    logged.some(({ url }) => url.includes("ort.webgpu")),
    "the log is of another backend",
  );
});
