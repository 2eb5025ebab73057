// A person's ways with the page: files that are no films, the keyboard, a screen reader, a phone.
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { after, before, test } from "node:test";
import { ask_viewer, drop, film_results, launch, open_page, screenshot } from "./browser.mjs";
import { films, make_bad_files, site } from "./films.mjs";
import { serve } from "./server.mjs";

let browser, server, context, page;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(site)]);
  context = await browser.new_context();
  page = await open_page(context, `${server.url}?backend=wasm`);
  page.on("filechooser", () => {}); // from now on no dialog opens, the event comes instead
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test("files that cannot be read are named with the cause, and the others go on", async () => {
  const bad = make_bad_files();
  const [first, ...others] = films;
  await drop(page, [first, ...bad.paths, ...others]);
  const results = await film_results(page, films.length + bad.paths.length);
  bad.remove();
  assert.deepEqual(
    results.filter(({ failed }) => failed).map(({ name, state }) => [name.replace(/\..*/, ""), state.length > 15]),
    [
      ["cut", true],
      ["letter", true],
      ["empty", true],
    ],
  );
  const good = results.filter(({ failed }) => !failed);
  assert.deepEqual(
    good.map(({ name }) => name),
    films.map((path) => basename(path)),
  );
  for (const { probabilities } of good) {
    const sum = Object.values(probabilities).reduce((total, probability) => total + probability, 0);
    assert.ok(Math.abs(sum - 1) < 1e-5, `probabilities sum to ${sum}`);
  }
});

test("the results are in the accessibility tree before they are shown, and then can be copied", async () => {
  const section = page.getByRole("region", { name: "Results" });
  const tree = await section.ariaSnapshot();
  for (const film of films) assert.ok(tree.includes(basename(film)), `${basename(film)} is not in:\n${tree}`);
  assert.match(tree, /columnheader "Probability"/);
  assert.match(tree, /Not for diagnosis/);

  const button = page.getByRole("button", { name: "Results as text" });
  assert.equal(await button.getAttribute("aria-expanded"), "false");
  await button.click();
  assert.equal(await button.getAttribute("aria-expanded"), "true");
  await screenshot(page, "results-as-text");
  const copied = await page.evaluate(() => {
    getSelection().selectAllChildren(document.getElementById("films"));
    return getSelection().toString();
  });
  assert.ok(copied.includes(basename(films[0])) && /\d\.\d\s%/.test(copied), copied);
  await button.click();
});

test("the text has every step's time, and the overlay's for each film that was drawn, as the canvas has", async () => {
  const caption_of_selected = async () => {
    const caption = page.locator("#films [aria-current] caption", { hasText: /Overlay \d/ });
    await caption.waitFor({ state: "attached" });
    return caption.textContent();
  };
  const drawn = await caption_of_selected();
  for (const step of ["Decode", "Preprocess", "Inference", "Grad-CAM", "Overlay"]) {
    assert.match(drawn, new RegExp(`[:,] ${step} \\d+\\.\\d ms(,|$)`));
  }
  const last = page.locator("#films article:last-child");
  assert.match(await last.locator("caption").textContent(), /, Overlay not drawn$/);
  await ask_viewer(page, "select", Number((await last.getAttribute("id")).replace("film-", "")));
  const drawn_next = await caption_of_selected();
  assert.equal(await last.locator("caption").textContent(), drawn_next);
  const { overlay_ms } = JSON.parse(await ask_viewer(page, "state"));
  assert.ok(drawn_next.endsWith(`, Overlay ${overlay_ms.toFixed(1)} ms`), `${drawn_next} is not of ${overlay_ms} ms`);
});

test("a folder is opened film by film, hidden files left out", async () => {
  const folder = mkdtempSync(join(tmpdir(), "chestlens-folder-"));
  mkdirSync(join(folder, "series"));
  copyFileSync(films[0], join(folder, "series", `a${extname(films[0])}`));
  copyFileSync(films[1], join(folder, `z${extname(films[1])}`));
  writeFileSync(join(folder, ".hidden"), "nothing for a viewer");
  const fresh = await open_page(context, `${server.url}?backend=wasm`);
  await drop(fresh, [folder]);
  const results = await film_results(fresh, 2);
  assert.deepEqual(
    results.map(({ name, failed }) => [name[0], failed]),
    [
      ["a", false],
      ["z", false],
    ],
  );
  await fresh.close();
  rmSync(folder, { recursive: true });
});

test("news are read out", async () => {
  await page.evaluate(() => (document.getElementById("live").textContent = ""));
  await page.setInputFiles("#files", [films[0]]);
  await page.waitForFunction(() => /%$/.test(document.getElementById("live").textContent));
  assert.ok((await page.textContent("#live")).startsWith(basename(films[0])));
});

test("everything can be reached and left by keyboard", async () => {
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.tagName);
  await page.click("h1");
  const reached = [];
  for (let step = 0; step < 6; step++) {
    await page.keyboard.press("Tab");
    reached.push(await focused());
  }
  assert.deepEqual(reached, ["model", "theme", "show-card", "show-results", "open-films", "canvas"]);
  await page.keyboard.press("Shift+Tab");
  assert.equal(await focused(), "open-films");
  const [by_button] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Enter")]);
  assert.ok(by_button.isMultiple());
  await page.focus("#canvas");
  await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("o")]);

  await page.focus("#show-card");
  await page.keyboard.press("Enter");
  const card = page.getByRole("dialog");
  assert.ok(await card.isVisible());
  await page.keyboard.press("Escape");
  assert.ok(!(await card.isVisible()));
  assert.equal(await focused(), "show-card");
});

test("the model card says what the model is for, its limits and its data", async () => {
  const catalog = await (await fetch(`${server.url}models/catalog.json`)).json();
  const card = await (await fetch(`${server.url}models/${catalog.default}/model.json`)).json();
  await page.click("#show-card");
  await screenshot(page, "model-card");
  for (const folded of await page.locator("dialog details > summary").all()) await folded.click();
  const text = await page.getByRole("dialog").innerText();
  await page.click("#close-card");
  for (const said of [
    card.title,
    card.intended_use,
    "Whether it looks at the lungs is not known: it was not audited.",
    ...card.limits,
    ...card.training_data.map((data) => data.licence),
  ]) {
    assert.ok(text.includes(said), `"${said}" is not in the card`);
  }
  for (const { value, low, measured_on } of card.metrics) {
    assert.ok(text.includes((100 * value).toFixed(1)) && text.includes((100 * low).toFixed(1)));
    for (const said of measured_on.split(", ")) assert.ok(text.includes(said), `"${said}" is not in the card`);
  }
});

test("it says at once what it is not for, and that films stay here", async () => {
  const header = await page.getByRole("banner").innerText();
  assert.match(header, /For education and research\. Not for diagnosis\./);
  assert.match(header, /Films never leave this device/);
});

/** What reaches over the right edge and can be scrolled to: nothing where all fits. */
function wider_than_the_screen(page) {
  return page.evaluate(() => {
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    const wide = [...document.querySelectorAll("body *")].filter(
      (element) => element.getBoundingClientRect().right > innerWidth,
    );
    return wide.map(
      (element) => `${element.tagName} #${element.id} to ${Math.ceil(element.getBoundingClientRect().right)}`,
    );
  });
}

test("nothing is cut off on a phone", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await screenshot(page, "phone");
  assert.deepEqual(await wider_than_the_screen(page), []);
  for (const id of ["model", "theme", "show-card", "show-results", "open-films"]) {
    const { x, width, height } = await page.locator(`#${id}`).boundingBox();
    assert.ok(x >= 0 && x + width <= 390 && height >= 40, id);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
});

test("the header is one row on a desktop, with a list of models too", async () => {
  for (const width of [1200, 1280, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    const { height } = await page.getByRole("banner").boundingBox();
    assert.ok(height < 60, `${height} pixels high at ${width}`);
    assert.deepEqual(await wider_than_the_screen(page), [], `at ${width}`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
});

test("nothing was complained of", () => assert.deepEqual(page.complaints, []));

test("without WebGL the results are there as text", async () => {
  const plain = await launch(["--disable-3d-apis"]);
  try {
    const blind = await open_page(await plain.new_context(), `${server.url}?backend=wasm`, ["notice"]);
    await drop(blind, [films[0]]);
    const [film] = await film_results(blind, 1);
    assert.ok(!film.failed);
    assert.ok(await blind.getByRole("table").isVisible());
  } finally {
    await plain.close();
  }
});
