// Where answers come from: the page's maps, sums and words are those of `chestlens explain`.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ask_viewer, drop, film_results, launch, open_page, screenshot } from "./browser.mjs";
import { films, required, site } from "./films.mjs";
import { serve } from "./server.mjs";

const at_once = ["hirescam", "gradcam", "gradcam++", "eigencam"];
const by_runs = ["reciprocam", "ablationcam", "hirescam-fine", "occlusion"];

let browser, server, context, native;

/** maps.json of `chestlens explain` by all methods, with a model or an ensemble of the site's catalog. */
function native_maps(paths, name) {
  const folder = mkdtempSync(join(tmpdir(), "chestlens-explain-"));
  const out = join(folder, "maps");
  const models = required("CHESTLENS_MODELS");
  const options = ["explain", "--models", models, "--method", "all", "--out", out, ...(name ? ["--model", name] : [])];
  try {
    execFileSync(required("CHESTLENS_PROGRAM"), [...options, ...paths], { stdio: "ignore" });
    return JSON.parse(readFileSync(join(out, "maps.json"), "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(site)]);
  context = await browser.new_context({ viewport: { width: 1440, height: 900 } });
  native = native_maps(films.slice(0, 2));
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** To be called before films are dropped: has the page keep the maps that it gives the viewer. */
const keep_maps = (page) =>
  page.evaluate(async () => {
    const { viewer } = await import(document.querySelector("script[type=module]").src);
    const { set_maps } = viewer;
    globalThis.kept_maps = {};
    viewer.set_maps = (id, member, method, made) => {
      globalThis.kept_maps[`${id} ${member} ${method}`] = { ...made, maps: [...made.maps] };
      return set_maps(id, member, method, made);
    };
  });

const explain_state = async (page) => JSON.parse(await ask_viewer(page, "state")).explain;

/** Waits until what the viewer says of the part Explain passes a test. */
async function explain_is(page, passes) {
  for (const start = Date.now(); !passes(await explain_state(page)); await page.waitForTimeout(200)) {
    if (Date.now() - start > 240_000) throw new Error(`still ${JSON.stringify(await explain_state(page))}`);
  }
}

/** Waits until the viewer has a film's maps by all these methods, or why it has none. */
const maps_are_made = (page, methods, of_member = 0) =>
  explain_is(page, ({ maps }) => {
    const is_done = ({ member, status }) => member === of_member && (status === "made" || status === "refused");
    return methods.every((name) => maps.some((made) => made.method === name && is_done(made)));
  });

/** A film's maps by a method: to 2 of 255 levels of each map's largest value, the sums to 1e-3, the places in words. */
function assert_same_maps(kept, expected, id, member, method) {
  const shown = kept[`${id} ${member} ${method}`];
  const model = expected.films[id].models[member];
  const of_method = model.methods.find((entry) => entry.method === method);
  const what = `film ${id}, member ${member}, ${method}`;
  assert.ok(shown, `${what}: no maps`);
  assert.deepEqual([shown.width, shown.height], [of_method.width, of_method.height], what);
  const area = shown.width * shown.height;
  for (const [c, map] of of_method.maps.entries()) {
    const unit = Math.max(...map.map(Math.abs));
    const difference = Math.max(...map.map((value, i) => Math.abs(value - shown.maps[c * area + i])));
    // What comes of probabilities near 0 alone is noise on both sides.
    assert.ok(255 * difference <= 2 * Math.max(unit, 1e-3), `${what}, class ${c}: ${(255 * difference) / unit} levels`);
    assert.equal(shown.places[c], of_method.places[c], what);
  }
  if (method !== "hirescam") return assert.deepEqual(shown.sums, []);
  for (const [c, sum] of shown.sums.entries()) {
    for (const part of ["evidence", "bias", "logit"]) {
      const difference = Math.abs(sum[part] - model.classes[c][part]);
      assert.ok(difference <= 1e-3, `${what}, class ${c}: ${part} differs by ${difference}`);
    }
  }
}

test("the maps by every method are the program's", async () => {
  const page = await open_page(context, `${server.url}?backend=wasm`);
  await keep_maps(page);
  await drop(page, films.slice(0, 2));
  await film_results(page, 2);
  assert.deepEqual((await explain_state(page)).maps, [], "nothing is made before it is asked for");
  await ask_viewer(page, "press", "e");
  for (const id of [0, 1]) {
    await ask_viewer(page, "select", id);
    await maps_are_made(page, at_once);
    for (const method of by_runs) await ask_viewer(page, "want_maps", id, 0, method);
    await maps_are_made(page, by_runs);
  }
  await ask_viewer(page, "select", 0);
  await screenshot(page, "explain");
  await ask_viewer(page, "press", "g");
  for (let step = 0; step < 4; step++) await ask_viewer(page, "press", "x");
  for (let step = 0; step < 4; step++) {
    await ask_viewer(page, "press", "t");
    await ask_viewer(page, "press", "x");
  }
  await screenshot(page, "explain-grid");
  await ask_viewer(page, "press", "l");
  await screenshot(page, "explain-lines");
  const kept = await page.evaluate(() => globalThis.kept_maps);
  for (const id of [0, 1]) {
    for (const method of [...at_once, ...by_runs]) assert_same_maps(kept, native, id, 0, method);
  }
  assert.deepEqual(page.complaints, []);
  await page.close();
});

test("the text says what the maps add up to and where they are strongest, by keyboard alone", async () => {
  const page = await open_page(context, `${server.url}?backend=wasm`);
  await drop(page, [films[0]]);
  await film_results(page, 1);
  await page.getByRole("button", { name: "Results as text" }).click();
  await page.locator("details.explain summary").focus();
  await page.keyboard.press("Enter");
  const [model] = native.films[0].models;
  const hirescam = page.locator("[data-method=hirescam] .says");
  const select = page.locator("details.explain").getByLabel("Class");
  for (const [index, { class: name, evidence, logit }] of model.classes.entries()) {
    await select.selectOption(name);
    await hirescam.filter({ hasText: "adds up to" }).waitFor();
    const says = await hirescam.textContent();
    assert.match(says, /This map adds up to -?\d+\.\d\d of the logit's -?\d+\.\d\d; -?\d+\.\d\d is the bias\./);
    const [, shown_evidence, shown_logit, bias] = says.match(/up to (\S+) of the logit's (\S+); (\S+) is/).map(Number);
    assert.ok(Math.abs(shown_evidence - evidence) < 0.0061, `${says} where the program has ${evidence}`);
    assert.ok(Math.abs(shown_logit - logit) < 0.0061, `${says} where the program has ${logit}`);
    assert.ok(Math.abs(bias - model.classes[index].bias) < 0.0061, says);
    const place = model.methods[0].places[index];
    assert.ok(says.toLowerCase().includes(place || "no place speaks for it"), `${says} where the program has ${place}`);
  }

  const recipro = page.locator("[data-method=reciprocam]");
  await recipro.getByRole("button", { name: "Make it" }).focus();
  await page.keyboard.press("Enter");
  await recipro.locator(".says", { hasText: /Strongest|No place|same everywhere/ }).waitFor();
  await screenshot(page, "explain-text");
  assert.deepEqual(page.complaints, []);
  await page.close();
});

test("a map on its way is stopped, and the film that comes meanwhile is predicted at once", async () => {
  const page = await open_page(context, `${server.url}?backend=wasm`);
  await drop(page, [films[0]]);
  await film_results(page, 1);
  await page.getByRole("button", { name: "Results as text" }).click();
  await page.locator("details.explain summary").click();
  const occlusion = page.locator("[data-method=occlusion]");
  await occlusion.getByRole("button", { name: "Make it" }).click();
  await occlusion.locator(".says", { hasText: /\d+ of \d+ runs/ }).waitFor();
  await page.setInputFiles("#files", [films[1]]);
  await film_results(page, 2);
  const first = page.locator("#film-0 [data-method=occlusion]");
  if (await first.getByRole("button", { name: "Cancel" }).isVisible()) {
    await first.getByRole("button", { name: "Cancel" }).click();
    await first.getByRole("button", { name: "Make it" }).waitFor();
    await page.waitForTimeout(1500); // longer than a batch
    assert.ok(await first.getByRole("button", { name: "Make it" }).isVisible(), "it went on");
  }
  assert.deepEqual(page.complaints, []);
  await page.close();
});

test("of an ensemble each member's answer is explained", async () => {
  const page = await open_page(context, `${server.url}?backend=wasm&model=browser-both`);
  await keep_maps(page);
  await drop(page, [films[0]]);
  await film_results(page, 1);
  await ask_viewer(page, "press", "e");
  await maps_are_made(page, at_once);
  for (const method of at_once) await ask_viewer(page, "want_maps", 0, 1, method);
  await maps_are_made(page, at_once, 1);
  const kept = await page.evaluate(() => globalThis.kept_maps);
  const both = native_maps([films[0]], "browser-both");
  for (const [member, { methods }] of both.films[0].models.entries()) {
    for (const { method, none } of methods.filter((entry) => at_once.includes(entry.method))) {
      if (none) assert.ok(!(`0 ${member} ${method}` in kept), `${method} of member ${member} was refused`);
      else assert_same_maps(kept, both, 0, member, method);
    }
  }
  assert.deepEqual(page.complaints, []);
  await page.close();
});

test("an answer that waits is not explained before it is asked for", async () => {
  const page = await open_page(context, `${server.url}?backend=wasm`);
  await drop(page, [films[0]]);
  await film_results(page, 1);
  const turn = { negative: true, mirror: false, quarter_turns: 1 };
  await ask_viewer(page, "change_film", 0, turn);
  await page.waitForFunction(() => !document.querySelector("#films table"));
  await film_results(page, 1);
  await ask_viewer(page, "press", "e");
  await page.waitForTimeout(500);
  const { films: shown, explain } = JSON.parse(await ask_viewer(page, "state"));
  assert.equal(explain.maps.length > 0, shown[0].answer_shown);
  await page.close();
});

test("on a phone the grid has its place, and nothing is cut off", async () => {
  const phone = await browser.new_context({ viewport: { width: 390, height: 844 }, hasTouch: true });
  const page = await open_page(phone, `${server.url}?backend=wasm`);
  await page.setInputFiles("#files", [films[0]]);
  await film_results(page, 1);
  await ask_viewer(page, "press", "g");
  await maps_are_made(page, at_once);
  await screenshot(page, "explain-phone");
  const canvas = await page.locator("#canvas").boundingBox();
  // The second tile of two columns: a tap looks at its method.
  await page.touchscreen.tap(canvas.x + canvas.width * 0.75, canvas.y + 130);
  await explain_is(page, ({ method }) => method === "gradcam");
  assert.deepEqual(page.complaints, []);
  await phone.close();
});
