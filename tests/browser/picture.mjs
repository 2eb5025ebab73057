// node picture.mjs SITE MODEL PICTURE FILM...: the page of the folder SITE with these films dropped on
// it, predicted by MODEL (a name of its catalog, or "" for the default), as a PNG. README's picture is
// made by it.
import { resolve } from "node:path";
import { drop, film_results, launch, open_page } from "./browser.mjs";
import { serve } from "./server.mjs";

const [site, model, picture, ...films] = process.argv.slice(2);
if (films.length === 0) {
  console.error("usage: node picture.mjs SITE MODEL PICTURE FILM...");
  process.exit(2);
}
const server = await serve(resolve(site));
const browser = await launch();
const context = await browser.new_context({ viewport: { width: 1440, height: 900 } });
const page = await open_page(context, `${server.url}?backend=wasm&model=${model}`);
await drop(
  page,
  films.map((film) => resolve(film)),
);
await film_results(page, films.length);
await page.waitForTimeout(1000); // the overlay fades in
await page.screenshot({ path: picture });
await browser.close();
await server.stop();
