// Models, weights and films are compared: members, other weights and one more model give what `chestlens predict` says.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { ask_viewer, drop, film_results, launch, open_page, screenshot } from "./browser.mjs";
import { films, native_prediction, required, site } from "./films.mjs";
import { serve } from "./server.mjs";

const ensemble = "browser-both";
const members = ["browser-mobilenet", "browser-densenet"];

let browser, server, context, page;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(site)]);
  context = await browser.new_context({ viewport: { width: 1440, height: 900 } });
  page = await open_films(films.slice(0, 2), `&model=${ensemble}`);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function open_films(paths, query = "") {
  const opened = await open_page(context, `${server.url}?backend=wasm${query}`);
  await drop(opened, paths);
  await film_results(opened, paths.length);
  return opened;
}

async function comparison(id = 0, of = page) {
  const reply = await ask_viewer(of, "comparison_json", id);
  assert.ok(reply.ok, reply.message);
  return JSON.parse(reply.json);
}

const compare_state = async (of = page) => JSON.parse(await ask_viewer(of, "state")).compare;

const change = async (...call) => {
  const reply = await ask_viewer(page, ...call);
  assert.ok(reply.ok, reply.message);
};

/** What the program predicts by the ensemble with other weights: those of a catalog beside the same bundles. */
function native_by(weights) {
  const models = required("CHESTLENS_MODELS");
  const folder = mkdtempSync(join(tmpdir(), "chestlens-weights-"));
  try {
    const catalog = JSON.parse(readFileSync(join(models, "catalog.json"), "utf8"));
    for (const { name } of catalog.models) symlinkSync(join(models, name), join(folder, name));
    const [listed] = catalog.ensembles;
    listed.members = members.map((model, m) => ({ model, weight: weights[m] }));
    writeFileSync(join(folder, "catalog.json"), JSON.stringify(catalog));
    return native_prediction(films.slice(0, 2), { models: folder, name: ensemble }).films;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The tile's probabilities and heat-maps are the program's. */
function assert_same_tile(tile, native) {
  assert.deepEqual(Object.keys(tile.probabilities), Object.keys(native.probabilities));
  for (const [label, probability] of Object.entries(native.probabilities)) {
    const difference = Math.abs(tile.probabilities[label] - probability);
    assert.ok(difference <= 1e-3, `${tile.title}, ${label}: differs by ${difference}`);
    const expected = native.heatmaps.values[label];
    const shown = tile.heatmaps.values[label];
    assert.equal(shown.length, expected.length);
    const levels = 255 * Math.max(...shown.map((heat, place) => Math.abs(heat - expected[place])));
    assert.ok(levels <= 2, `${tile.title}, ${label}: heat-maps differ by ${levels} levels`);
  }
  const { answer, score } = native.trust;
  const words = { like: "like", unlike: "unlike", "cannot tell": score === undefined ? "trust" : "hardly" };
  assert.equal(tile.trust.split(" ")[0], words[answer], tile.title);
}

test("each member's tile is its own prediction, and the last that of all", async () => {
  const natives = [...members, ensemble].map((name) => native_prediction(films.slice(0, 2), { name }).films);
  for (const id of [0, 1]) {
    const { tiles, is_validated } = await comparison(id);
    assert.deepEqual(
      tiles.map(({ kind }) => kind),
      ["member", "member", "together"],
    );
    assert.ok(is_validated);
    tiles.forEach((tile, index) => assert_same_tile(tile, natives[index][id]));
  }
});

test("other weights give what the program gives with them, at once for all films", async () => {
  await change("move_weight", 0, 0.2);
  const { weights, is_validated, says } = await comparison();
  assert.deepEqual(weights, [0.2, 0.8]);
  assert.ok(!is_validated);
  assert.match(says, /not the validated weights.*temperature of 0\.50 was fitted for those/);
  const native = native_by(weights);
  const before = native_by([0.7, 0.3]);
  assert.notDeepEqual(native[0].probabilities, before[0].probabilities);
  for (const id of [0, 1]) assert_same_tile((await comparison(id)).tiles[2], native[id]);
  await change("reset_weights");
  assert.ok((await comparison()).is_validated);
  await change("undo_weights");
  assert.deepEqual((await comparison()).weights, [0.2, 0.8]);
  await change("redo_weights");
});

test("weights are moved by keys", async () => {
  await page.locator("#canvas").focus();
  for (const key of [";", "n", "]", "]"]) await page.keyboard.press(key);
  const state = await compare_state();
  assert.ok(state.is_open);
  assert.equal(state.tiles, 3);
  assert.deepEqual(
    state.weights.map((weight) => weight.toFixed(2)),
    ["0.60", "0.40"],
  );
  await page.waitForTimeout(300);
  await screenshot(page, "compare");
  await page.keyboard.press("z");
  await page.keyboard.press("v");
  assert.ok((await compare_state()).is_validated);
});

test("a slider is dragged with the mouse, which is one move", async () => {
  const canvas = await page.locator("#canvas").boundingBox();
  const { is_validated } = await compare_state();
  assert.ok(is_validated);
  // The slider stands where the panel's layout puts it: it is looked for from above.
  const x = canvas.x + canvas.width - 160;
  let moved = false;
  for (let y = 200; y < 420 && !moved; y += 8) {
    await page.mouse.move(x, canvas.y + y);
    await page.mouse.down();
    await page.mouse.move(x - 30, canvas.y + y, { steps: 3 });
    await page.mouse.move(x - 60, canvas.y + y, { steps: 3 });
    await page.mouse.up();
    await page.waitForTimeout(100);
    moved = !(await compare_state()).is_validated;
  }
  assert.ok(moved, "no slider was found");
  await change("undo_weights");
  assert.ok((await compare_state()).is_validated);
});

test("two films stand beside each other, in step", async () => {
  await page.locator("#canvas").focus();
  await page.keyboard.press("g");
  const state = await compare_state();
  assert.ok(state.films);
  assert.equal(state.prior, 1);
  assert.equal(state.tiles, 2);
  await page.keyboard.press("+");
  await page.waitForTimeout(300);
  await screenshot(page, "compare-films");
  await page.keyboard.press("0");
  await page.keyboard.press("g");
  assert.equal((await compare_state()).tiles, 3);
});

test("the text weighs, too, and sets films beside each other", async () => {
  await page.getByRole("button", { name: "Results as text" }).click();
  const part = page.locator("#film-0 .compare");
  await part.getByText("Compare this answer").click();
  assert.match(await part.innerText(), /validated 0\.70 \(0\.55–0\.85\)/);
  const weight = part.getByLabel("Weight of MobileNetV2 of the browser tests");
  await weight.fill("0.4");
  await weight.press("Enter");
  await weight.press("Tab");
  await page.waitForFunction(() =>
    /not the validated/.test(document.querySelector("#film-0 .compare .says").textContent),
  );
  const row = part.locator("tbody tr", { hasText: "Together, these weights" });
  const shown = await row.locator("data").evaluateAll((all) => all.map(({ value }) => Number(value)));
  Object.values(native_by([0.4, 0.6])[0].probabilities).forEach((probability, index) =>
    assert.ok(Math.abs(shown[index] - probability) <= 1e-3, String(index)),
  );
  await part.getByRole("button", { name: "Undo the move" }).click();
  assert.match(await part.locator(".says").textContent(), /^These are the validated/);
  await part.getByLabel("Beside the film").selectOption({ label: basename(films[1]) });
  const rows = part.locator(".films tbody tr");
  assert.deepEqual(
    await rows.locator("th").allTextContents(),
    films.slice(0, 2).map((path) => basename(path)),
  );
  await part.scrollIntoViewIfNeeded();
  await screenshot(page, "compare-as-text");
  await page.getByRole("button", { name: "Results as text" }).click();
});

test("another model of the catalog is opened beside, in the viewer and in the text", async () => {
  const of = await open_films([films[0]], `&model=${members[0]}`);
  const native = native_prediction([films[0]], { name: members[1] }).films[0];
  await of.locator("#canvas").focus();
  for (const key of [";", "b"]) await of.keyboard.press(key);
  const there = async () => (await comparison(0, of)).tiles[1]?.probabilities !== undefined;
  for (let tries = 0; tries < 300 && !(await there()); ++tries) await of.waitForTimeout(200);
  const { tiles } = await comparison(0, of);
  assert.deepEqual(
    tiles.map(({ kind }) => kind),
    ["member", "beside"],
  );
  assert_same_tile(tiles[1], native);
  await of.waitForTimeout(300);
  await screenshot(of, "compare-beside");
  await of.getByRole("button", { name: "Results as text" }).click();
  await of.getByText("Compare this answer").click();
  await of.getByRole("button", { name: "Predict with it beside" }).click();
  const row = of.locator("#film-0 .compare tbody tr", { hasText: "DenseNet-121" });
  const shown = await row.locator("data").evaluateAll((all) => all.map(({ value }) => Number(value)));
  Object.values(native.probabilities).forEach((probability, index) =>
    assert.ok(Math.abs(shown[index] - probability) <= 1e-3, String(index)),
  );
  assert.deepEqual(of.complaints, []);
  await of.close();
});

test("a finger moves a weight on a phone", async () => {
  const phone = await browser.new_context({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const of = await open_page(phone, `${server.url}?backend=wasm&model=${ensemble}`);
  await of.locator("#files").setInputFiles(films.slice(0, 2));
  await film_results(of, 2);
  await of.locator("#canvas").focus();
  await of.keyboard.press(";");
  await of.waitForTimeout(300);
  await screenshot(of, "compare-phone");
  const canvas = await of.locator("#canvas").boundingBox();
  await of.mouse.move(canvas.x + 195, canvas.y + canvas.height - 80);
  for (let turn = 0; turn < 3; ++turn) await of.mouse.wheel(0, 120);
  await of.waitForTimeout(300);
  await screenshot(of, "compare-phone-weights");
  let moved = false;
  for (let y = canvas.height - 45; y > canvas.height - 220 && !moved; y -= 8) {
    await of.touchscreen.tap(canvas.x + 100, canvas.y + y);
    await of.waitForTimeout(150);
    const state = await compare_state(of);
    if (!state.is_open) break;
    moved = !state.is_validated;
  }
  assert.ok(moved, "no slider was found");
  assert.deepEqual(of.complaints, []);
  await of.close();
});

test("nothing was complained of", () => assert.deepEqual(page.complaints, []));
