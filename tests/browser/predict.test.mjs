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

/** In the page: decodes the PNG file of a native overlay and compares the viewer's, pixel by pixel. */
async function compare_overlay([png_base64, id, class_index, opacity]) {
  const { viewer } = await import(document.querySelector("script[type=module]").src);
  const shown = viewer.overlay(id, class_index, opacity);
  if (!shown.ok) throw new Error(shown.message);
  const bytes = Uint8Array.from(atob(png_base64), (character) => character.charCodeAt(0));
  const png = new Blob([bytes], { type: "image/png" });
  const bitmap = await createImageBitmap(png, { colorSpaceConversion: "none" });
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  let largest_difference = 0;
  for (let place = 0; place < data.length; place++) {
    largest_difference = Math.max(largest_difference, Math.abs(data[place] - shown.rgba[place]));
  }
  return {
    native_size: [bitmap.width, bitmap.height],
    shown_size: [shown.width, shown.height],
    bytes: shown.rgba.length,
    largest_difference,
  };
}

/** Every class's overlay of every film. */
async function assert_same_overlays(page) {
  for (const [class_index, class_name] of native.classes.entries()) {
    for (const [id, png] of overlays_of[class_index].entries()) {
      const compared = await page.evaluate(compare_overlay, [png.toString("base64"), id, class_index, opacity]);
      const [width, height] = compared.native_size;
      assert.deepEqual(compared.shown_size, [width, height]);
      assert.equal(compared.bytes, 4 * width * height);
      const { largest_difference: levels } = compared;
      assert.ok(levels <= 2, `${basename(films[id])}, ${class_name}: overlays differ by ${levels} levels`);
    }
  }
}

test("the native predictions are of different films", () => {
  assert.ok(films.length > 1);
  const told = native.films.map(({ probabilities }) => JSON.stringify(probabilities));
  assert.equal(new Set(told).size, films.length);
  const drawn = overlays_of.flat().map((png) => png.toString("base64"));
  assert.ok(new Set(drawn).size > films.length, "all classes have the same overlay");
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
