// An answer can be doubted: whether a film is like those of training comes before it, and what is known against it beside.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ask_viewer, drop, film_results, launch, open_page, screenshot } from "./browser.mjs";
import { films, native_prediction, site } from "./films.mjs";
import { assert_same_predictions } from "./same.mjs";
import { serve } from "./server.mjs";

let browser, server, context, folder;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(site)]);
  context = await browser.new_context({ viewport: { width: 1440, height: 900 } });
  folder = mkdtempSync(join(tmpdir(), "chestlens-doubt-"));
});

after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true });
});

/** A PNG file that the page draws: of a film's PNG file one turned to the right, or with its top at the bottom, else a
 * board of squares. */
async function draw_png(page, name, film, flipped = false) {
  const base64 = await page.evaluate(
    async ([bytes, is_flipped]) => {
      const side = 256;
      const canvas = new OffscreenCanvas(side, side);
      const drawing = canvas.getContext("2d");
      if (bytes) {
        const file = new Blob([Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0))]);
        if (is_flipped) drawing.setTransform(1, 0, 0, -1, 0, side);
        else drawing.setTransform(0, 1, -1, 0, side, 0);
        drawing.drawImage(await createImageBitmap(file), 0, 0);
      } else {
        const image = drawing.createImageData(side, side);
        // A board of squares is far from every film, whichever machine trained the network.
        const board = (x, y) => (((x >> 4) + (y >> 4)) % 2) * 200 + (x % 8);
        image.data.forEach((_, i) => (image.data[i] = i % 4 === 3 ? 255 : board((i >> 2) % side, (i >> 2) / side)));
        drawing.putImageData(image, 0, 0);
      }
      const blob = await canvas.convertToBlob({ type: "image/png" });
      return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
    },
    [film && readFileSync(film).toString("base64"), flipped],
  );
  const file = join(folder, name);
  writeFileSync(file, Buffer.from(base64, "base64"));
  return file;
}

const state_of = async (page) => JSON.parse(await ask_viewer(page, "state")).films;

test("a picture that is no film says so first, and its probabilities wait to be asked for", async () => {
  const page = await open_page(context, `${server.url}?backend=wasm`);
  const file = await draw_png(page, "board.png");
  await drop(page, [file]);
  const [shown] = await film_results(page, 1);
  assert.match(shown.trust, /^Unlike the training films: .* times the limit, perhaps no chest X-ray\.$/);
  assert.match(await page.locator(".distance").textContent(), /Its nearest film is .* away, farther than/);
  assert.doesNotMatch(await page.textContent("#live"), /%$/);

  await page.getByRole("button", { name: "Results as text" }).click();
  assert.ok(!(await page.getByRole("table").isVisible()), "the probabilities are on show");
  assert.equal((await state_of(page))[0].answer_shown, false);
  await screenshot(page, "unlike");

  await page.getByText("Show the answer anyway").click();
  assert.ok(await page.getByRole("table").isVisible());
  assert.equal((await state_of(page))[0].answer_shown, true);
  await screenshot(page, "unlike-shown");
  assert_same_predictions([shown], native_prediction([file]));
  assert.deepEqual(page.complaints, []);
  await page.close();
});

test("the viewer's button shows them in the text too", async () => {
  const page = await open_page(context, `${server.url}?backend=wasm`);
  await drop(page, [await draw_png(page, "board.png")]);
  await film_results(page, 1);
  await ask_viewer(page, "show_answer", 0);
  assert.ok(await page.locator("#films details.answer").evaluate((folded) => folded.open));
  await page.close();
});

test("a film that is turned is predicted turned, and that is said", async () => {
  const page = await open_page(context, `${server.url}?backend=wasm`);
  await drop(page, [films[0]]);
  await film_results(page, 1);
  const turn = { negative: false, mirror: false, quarter_turns: 1 };
  await ask_viewer(page, "change_film", 0, turn);
  await page.waitForFunction(() => !document.querySelector("#films table"));
  const [shown] = await film_results(page, 1);
  assert.equal((await state_of(page))[0].change, "turned to the right");
  await screenshot(page, "turned");

  await ask_viewer(page, "change_film", 0, { ...turn, quarter_turns: 3 });
  assert.equal((await state_of(page))[0].change, "");
  const turned = await draw_png(page, "turned.png", films[0]);
  const native = native_prediction([turned]);
  assert_same_predictions([{ ...shown, name: "turned.png" }], native);
  assert.deepEqual(page.complaints, []);
  await page.close();
});

test("a film is turned and mirrored by keys and by the text's buttons, and the last wish is what is answered", async () => {
  const page = await open_page(context, `${server.url}?backend=wasm`);
  await drop(page, [films[0]]);
  await film_results(page, 1);
  await page.focus("#canvas");
  // Faster than a film is predicted.
  for (const key of [">", ">", "*", "!"]) await page.keyboard.press(key);
  await page.waitForFunction(() =>
    /made negative, mirrored/.test(document.querySelector("#films .notes")?.textContent),
  );
  await film_results(page, 1);
  assert.equal((await state_of(page))[0].change, "made negative, mirrored, turned by half");

  await page.getByRole("button", { name: "Results as text" }).click();
  await page.getByRole("button", { name: "As a negative" }).click();
  await page.waitForFunction(
    () => document.querySelector("#films .notes").textContent === "It was mirrored, turned by half.",
  );
  const [shown] = await film_results(page, 1);
  const file = await draw_png(page, "upside-down.png", films[0], true);
  assert_same_predictions([{ ...shown, name: "upside-down.png" }], native_prediction([file]));
  assert.deepEqual(page.complaints, []);
  await page.close();
});

test("beside an answer stands what is known against it, and leads to the card", async () => {
  const page = await open_page(context, `${server.url}?backend=wasm`);
  await drop(page, [films[0]]);
  await film_results(page, 1);
  assert.match(await page.locator(".caveat").textContent(), /was not audited/);
  await page.close();
});
