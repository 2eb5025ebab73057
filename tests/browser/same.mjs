// The page shows what `chestlens predict` says.
import assert from "node:assert/strict";
import { basename } from "node:path";
import { native_prediction } from "./films.mjs";

function assert_near(shown, expected, what) {
  assert.deepEqual(Object.keys(shown), Object.keys(expected));
  for (const [label, probability] of Object.entries(expected)) {
    const difference = Math.abs(shown[label] - probability);
    assert.ok(difference <= 1e-3, `${what}, ${label}: differs by ${difference}`);
  }
}

/** The same probabilities to 1e-3, of an ensemble its members' too, and the same verdicts. */
export function assert_same_predictions(shown, native) {
  assert.deepEqual(shown.map(({ name }) => name), native.films.map(({ file }) => basename(file)));
  for (const [index, { name, probabilities, members, state }] of shown.entries()) {
    const expected = native.films[index];
    assert_near(probabilities, expected.probabilities, name);
    const expected_members = Object.entries(expected.members ?? {});
    assert.equal(members.length, expected_members.length);
    expected_members.forEach(([member, opinion], m) => assert_near(members[m], opinion, `${name}, ${member}`));
    assert.ok(state.includes(expected.predicted), `${name}: ${state} is not ${expected.predicted}`);
  }
}

const opacity = 0.5;

/** Every class's overlays of all films by `chestlens predict`: PNG files [class][film]. */
export const native_overlays = (paths, classes, options = {}) =>
  classes.map((class_name) => native_prediction(paths, { ...options, overlay: { class_name, opacity } }).overlays);

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
export async function assert_same_overlays(page, native, overlays_of) {
  for (const [class_index, class_name] of native.classes.entries()) {
    for (const [id, png] of overlays_of[class_index].entries()) {
      const compared = await page.evaluate(compare_overlay, [png.toString("base64"), id, class_index, opacity]);
      const [width, height] = compared.native_size;
      assert.deepEqual(compared.shown_size, [width, height]);
      assert.equal(compared.bytes, 4 * width * height);
      const { largest_difference: levels } = compared;
      assert.ok(levels <= 2, `${basename(native.films[id].file)}, ${class_name}: overlays differ by ${levels} levels`);
    }
  }
}
