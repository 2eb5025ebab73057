// For question.sh: milliseconds from release to the answer of a rectangle that is drawn on the film, and of the WebAssembly
// threads. Prints a table.
import { drop, film_results, launch, open_page, ask_viewer } from "../browser/browser.mjs";
import { serve } from "../browser/server.mjs";

const [site, film, rounds] = [process.argv[2], process.argv[3], Number(process.argv[4])];

const [browser, server] = await Promise.all([launch(["--js-flags=--no-liftoff-only"]), serve(site)]);
const context = await browser.new_context({ viewport: { width: 1440, height: 900 } });
const address = `${server.url}?backend=wasm&model=mobilenet_v2`;
await (await open_page(context, address)).close(); // the service worker's headers allow threads from the second visit on
const page = await open_page(context, address);
await drop(page, [film]);
await film_results(page, 1);
const canvas = await page.locator("#canvas").boundingBox();
await page.locator("#canvas").focus();
for (const key of ["q", "p"]) await page.keyboard.press(key);
await page.evaluate(() => {
  globalThis.released = 0;
  document.addEventListener("pointerup", () => (globalThis.released = performance.now()), { capture: true });
  const answers = () => document.querySelectorAll("#films .asked > li table").length;
  globalThis.times = [];
  new MutationObserver(() => {
    if (answers() > globalThis.times.length) globalThis.times.push(performance.now() - globalThis.released);
  }).observe(document.querySelector("#films"), { childList: true, subtree: true });
});
const middle = { x: canvas.x + 264 + (canvas.width - 584) / 2, y: canvas.y + 48 + (canvas.height - 82) / 2 };
for (let round = 0; round < rounds; ++round) {
  const half = 30 + 2 * round;
  await page.mouse.move(middle.x - half, middle.y - half);
  await page.mouse.down();
  await page.mouse.move(middle.x + half, middle.y + half, { steps: 3 });
  await page.mouse.up();
  await page.waitForFunction((count) => globalThis.times.length > count, round, { timeout: 60_000 });
}
const times = (await page.evaluate(() => globalThis.times)).sort((a, b) => a - b);
const { backend } = JSON.parse(await ask_viewer(page, "state"));
const at = (share) => times[Math.ceil(share * times.length) - 1].toFixed(0);
console.log(`| backend | rounds | median, ms | 95th percentile, ms | longest, ms |
|---|---:|---:|---:|---:|
| ${backend} | ${times.length} | ${at(0.5)} | ${at(0.95)} | ${at(1)} |`);
await browser.close();
await server.stop();
