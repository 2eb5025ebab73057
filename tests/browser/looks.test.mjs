// The page around the canvas as pictures, beside those in tests/looks/golden: at a desktop's and at a
// phone's size, dark and light. CHESTLENS_MAKE_LOOKS=1 makes these again. What a training made, figures
// and times, is replaced, and letters are the viewer's font: what is compared is the page.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { film_results, launch, open_page } from "./browser.mjs";
import { films, required, site } from "./films.mjs";
import { copy_site, serve } from "./server.mjs";

const looks = required("CHESTLENS_LOOKS");
const fonts = required("CHESTLENS_INTER_DIR");
const now = join(required("CHESTLENS_SCREENSHOTS"), "looks");
const golden = new URL("../looks/golden/", import.meta.url).pathname;

/** The share that may differ: two runs do not differ at all; a header that is one pixel higher is 0.006. */
const most = 0.002;

const screens = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true },
};

let browser, copy, server;

before(async () => {
  copy = copy_site(site);
  fix_card(copy);
  [browser, server] = await Promise.all([launch(), serve(copy.folder)]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  copy?.remove();
});

/** The default model's card with figures that no training gave it. */
function fix_card({ folder }) {
  const catalog = JSON.parse(readFileSync(join(folder, "models/catalog.json"), "utf8"));
  const path = join(folder, "models", catalog.default, "model.json");
  const card = JSON.parse(readFileSync(path, "utf8"));
  card.metrics.forEach((metric, i) => {
    const value = 0.6 + 0.03 * (i % 10);
    Object.assign(metric, { value, low: value - 0.05, high: value + 0.04 });
  });
  writeFileSync(path, JSON.stringify(card));
}

async function set_font(page) {
  for (const [file, weight] of [
    ["Inter-Regular.otf", "400"],
    ["Inter-SemiBold.otf", "500 700"],
  ]) {
    const bytes = readFileSync(join(fonts, file)).toString("base64");
    await page.evaluate(
      async ([base64, weight]) => {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        document.fonts.add(await new FontFace("Inter", bytes.buffer, { weight }).load());
      },
      [bytes, weight],
    );
  }
}

/** Replaces what a training or a machine decides: the answer, its figures, times. */
const fix_figures = (page) =>
  page.evaluate(() => {
    const films = document.getElementById("films");
    for (const figure of films.querySelectorAll("data")) figure.textContent = "25.0\u00a0%";
    for (const best of films.querySelectorAll(".best")) best.classList.remove("best");
    for (const answer of films.querySelectorAll(".verdict strong")) answer.textContent = "normal, 25.0\u00a0%";
    for (const trust of films.querySelectorAll(".trust")) {
      trust.dataset.answer = "like";
      trust.replaceChildren(Object.assign(document.createElement("p"), { textContent: "Like the training films." }));
    }
    const walker = document.createTreeWalker(films, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      text.data = text.data.replaceAll(/\d+\.\d+(?= ms)/g, "10.0");
    }
    document.getElementById("model-status").textContent = "The model is ready.";
  });

async function compare(page, name) {
  await page.waitForTimeout(300); // a border takes 120 ms to its color
  mkdirSync(now, { recursive: true });
  const picture = join(now, `${name}.png`);
  await page.screenshot({ path: picture });
  const call = process.env.CHESTLENS_MAKE_LOOKS
    ? ["keep", picture, join(golden, `${name}.png`)]
    : ["compare", join(golden, `${name}.png`), picture, join(now, `difference-${name}.png`), String(most)];
  const { status, stdout, stderr } = spawnSync(looks, call, { encoding: "utf8" });
  assert.equal(status, 0, `${name}: ${stdout}${stderr}see ${join(now, `difference-${name}.png`)}`);
}

for (const [screen, options] of Object.entries(screens)) {
  for (const colorScheme of ["dark", "light"]) {
    test(`the page looks as it did: ${screen}, ${colorScheme}`, async () => {
      const context = await browser.new_context({ ...options, colorScheme, serviceWorkers: "block" });
      const page = await open_page(context, `${server.url}?backend=wasm`);
      await set_font(page);
      await page.evaluate(() => (document.getElementById("canvas").style.visibility = "hidden"));
      const name = (view) => `${view}-${screen}-${colorScheme}`;
      await page.click("#show-card");
      await compare(page, name("card"));
      await page.click("#close-card");
      await page.click("#show-results");
      await page.setInputFiles("#files", [films[0]]);
      await film_results(page, 1);
      await fix_figures(page);
      await page.evaluate(() => (document.getElementById("results").scrollTop = 0));
      await compare(page, name("text"));
      await context.close();
    });
  }
}
