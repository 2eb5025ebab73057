// What axe-core (Deque) finds wrong with the page: nothing, in both themes and at both sizes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { film_results, launch, open_page } from "./browser.mjs";
import { films, site } from "./films.mjs";
import { serve } from "./server.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser, server;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(site)]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** The rules that are broken, each with the first element that breaks it. */
async function faults(page) {
  await page.waitForTimeout(300); // a border takes 120 ms to its color
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0].target.join(" ")}: ${nodes[0].failureSummary}`);
}

for (const colorScheme of ["dark", "light"]) {
  for (const [screen, viewport] of Object.entries({
    desktop: { width: 1280, height: 800 },
    phone: { width: 390, height: 844 },
  })) {
    test(`axe finds no fault: ${screen}, ${colorScheme}`, async () => {
      const context = await browser.new_context({ viewport, colorScheme });
      const page = await open_page(context, `${server.url}?backend=wasm`);
      assert.deepEqual(await faults(page), [], "without films");
      await page.click("#show-card");
      await page.$$eval("dialog details", (all) => all.forEach((details) => (details.open = true)));
      assert.deepEqual(await faults(page), [], "the card");
      await page.click("#close-card");
      await page.click("#show-results");
      await page.setInputFiles("#files", films.slice(0, 2));
      await film_results(page, 2);
      assert.deepEqual(await faults(page), [], "the results as text");
      await context.close();
    });
  }
}

test("a fault is found", async () => {
  const page = await (await browser.new_context()).newPage();
  await page.setContent(
    '<!doctype html><html lang="en"><title>t</title><main><h1>h</h1><img src="a.png"></main></html>',
  );
  assert.match((await faults(page)).join(), /image-alt/);
});
