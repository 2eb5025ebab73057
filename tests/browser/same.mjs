// The page's results are those of `chestlens predict`.
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

/** The same probabilities to 1e-3, an ensemble's members' too, and the same predicted classes. */
export function assert_same_predictions(shown, native) {
  assert.deepEqual(
    shown.map(({ name }) => name),
    native.films.map(({ file }) => basename(file)),
  );
  for (const [index, { name, probabilities, members, state, trust }] of shown.entries()) {
    const expected = native.films[index];
    assert.equal(trust.toLowerCase(), `${expected.trust.says.toLowerCase()}.`, name);
    assert_near(probabilities, expected.probabilities, name);
    const expected_members = Object.entries(expected.members ?? {});
    assert.equal(members.length, expected_members.length);
    expected_members.forEach(([member, own], m) => assert_near(members[m], own, `${name}, ${member}`));
    assert.ok(state.includes(expected.predicted), `${name}: ${state} is not ${expected.predicted}`);
  }
}

/** A heat that lies on a step of the color map may fall on either side: a level or two at this opacity,
 * up to four at 1. The heat-maps themselves are compared before they are colored. */
export const opacity = 0.5;

/** To be called before films are dropped: has the page keep the heat-maps that it gives the viewer. */
export const keep_heatmaps = (page) =>
  page.evaluate(async () => {
    const { viewer } = await import(document.querySelector("script[type=module]").src);
    const { set_prediction } = viewer;
    globalThis.kept_heatmaps = [];
    viewer.set_prediction = (id, probabilities, heatmaps, height, width, ...others) => {
      globalThis.kept_heatmaps[id] = { width, height, values: [...heatmaps] };
      return set_prediction(id, probabilities, heatmaps, height, width, ...others);
    };
  });

/** Every class's heat-map of every film to 2 of 255 levels, from a page that keeps them. */
export async function assert_same_heatmaps(page, native) {
  const shown = await page.evaluate(() => globalThis.kept_heatmaps);
  assert.equal(shown.length, native.films.length);
  for (const [id, { file, heatmaps }] of native.films.entries()) {
    const { width, height, values } = shown[id];
    assert.deepEqual([width, height], [heatmaps.width, heatmaps.height]);
    const expected = native.classes.flatMap((class_name) => heatmaps.values[class_name]);
    assert.equal(values.length, expected.length);
    const levels = 255 * Math.max(...values.map((heat, place) => Math.abs(heat - expected[place])));
    assert.ok(levels <= 2, `${basename(file)}: heat-maps differ by ${levels} levels`);
  }
}

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

async function assert_same_overlay(page, native, id, class_name, png) {
  const class_index = native.classes.indexOf(class_name);
  const compared = await page.evaluate(compare_overlay, [png.toString("base64"), id, class_index, opacity]);
  const [width, height] = compared.native_size;
  assert.deepEqual(compared.shown_size, [width, height]);
  assert.equal(compared.bytes, 4 * width * height);
  const { largest_difference: levels } = compared;
  assert.ok(levels <= 2, `${basename(native.films[id].file)}, ${class_name}: overlays differ by ${levels} levels`);
}

/** Every class's overlay of every film. */
export async function assert_same_overlays(page, native, overlays_of) {
  for (const [class_index, class_name] of native.classes.entries()) {
    for (const [id, png] of overlays_of[class_index].entries()) {
      await assert_same_overlay(page, native, id, class_name, png);
    }
  }
}

/** The predicted class's overlay of every film, as native_prediction() gives them. */
export async function assert_same_predicted_overlays(page, native) {
  for (const [id, png] of native.overlays.entries()) {
    await assert_same_overlay(page, native, id, native.films[id].predicted, png);
  }
}
