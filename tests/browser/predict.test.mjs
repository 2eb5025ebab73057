// The page computes what `chestlens predict` computes: same films, same bundle, every backend.
import assert from "node:assert/strict";
import { basename } from "node:path";
import { after, before, test } from "node:test";
import { ask_viewer, drop, film_results, launch, model_is, open_page, screenshot } from "./browser.mjs";
import { films, native_prediction, site } from "./films.mjs";
import { serve } from "./server.mjs";

const opacity = 0.5;
let browser, server, native, overlays_of;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(site)]);
  native = native_prediction(films);
  overlays_of = native.classes.map((class_name) => native_prediction(films, { class_name, opacity }).overlays);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

function assert_same_probabilities(shown) {
  assert.deepEqual(shown.map(({ name }) => name), films.map((path) => basename(path)));
  for (const [index, { name, probabilities, state }] of shown.entries()) {
    const expected = native.films[index];
    assert.deepEqual(Object.keys(probabilities), native.classes);
    for (const label of native.classes) {
      const difference = Math.abs(probabilities[label] - expected.probabilities[label]);
      assert.ok(difference <= 1e-3, `${name}, ${label}: differs by ${difference}`);
    }
    assert.ok(state.includes(expected.predicted), `${name}: ${state} is not ${expected.predicted}`);
  }
}

/** RGBA of a PNG file, decoded by the browser. */
const decode_png = (page, png) =>
  page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }), {
      colorSpaceConversion: "none",
    });
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext("2d");
    context.drawImage(bitmap, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    return { width, height, rgba: [...data] };
  }, png.toString("base64"));

/** Every class's overlay of every film, pixel by pixel. */
async function assert_same_overlays(page) {
  const seen = new Set();
  for (const [class_index, class_name] of native.classes.entries()) {
    for (const [id, png] of overlays_of[class_index].entries()) {
      const expected = await decode_png(page, png);
      const shown = await ask_viewer(page, "overlay", id, class_index, opacity);
      assert.deepEqual([shown.width, shown.height], [expected.width, expected.height]);
      const worst = expected.rgba.reduce(
        (largest, level, place) => Math.max(largest, Math.abs(level - shown.rgba[place])),
        0,
      );
      assert.ok(worst <= 2, `${basename(films[id])}, ${class_name}: overlays differ by ${worst} levels`);
      seen.add(expected.rgba.join());
    }
  }
  assert.ok(seen.size > films.length, "all classes have the same overlay: this compares nothing");
}

test("the native predictions are of different films", () => {
  assert.ok(films.length > 1);
  const told = native.films.map(({ probabilities }) => JSON.stringify(probabilities));
  assert.equal(new Set(told).size, films.length);
});

test("WASM: films dropped on the page", async () => {
  const context = await browser.new_context({ viewport: { width: 1440, height: 900 } });
  const page = await open_page(context, `${server.url}?backend=wasm`);
  assert.match(await model_is(page), /WASM/);
  await drop(page, films);
  assert_same_probabilities(await film_results(page, films.length));
  await assert_same_overlays(page);

  const { selected, films: listed } = JSON.parse(await ask_viewer(page, "state"));
  assert.equal(selected, 0);
  assert.deepEqual(listed.map((film) => film.predicted_class), native.films.map((film) => film.predicted));
  await screenshot(page, "viewer");
  assert.deepEqual(page.complaints, []);
  await context.close();
});

test("WebGPU: films picked with the button", async () => {
  const context = await browser.new_context();
  const page = await open_page(context, `${server.url}?backend=webgpu`);
  assert.match(await model_is(page, ["ready"]), /WebGPU/);
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Open films" }).click(),
  ]);
  await chooser.setFiles(films);
  const shown = await film_results(page, films.length);
  assert_same_probabilities(shown);
  for (const { caption } of shown) assert.match(caption, /^Computed with WebGPU/);
  await assert_same_overlays(page);
  assert.deepEqual(page.complaints, []);
  await context.close();
});
