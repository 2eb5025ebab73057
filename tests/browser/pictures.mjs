// node pictures.mjs SITE MODEL FOLDER FILM...: README's pictures of the page of the folder SITE with these films
// opened in it, predicted by MODEL, as PNG files in FOLDER. tests/browser/pictures.sh makes those of the repository.
import { join, resolve } from "node:path";
import { film_results, launch, open_page } from "./browser.mjs";
import { serve } from "./server.mjs";

const [site, model, folder, ...films] = process.argv.slice(2);
if (films.length === 0) {
  console.error("usage: node pictures.mjs SITE MODEL FOLDER FILM...");
  process.exit(2);
}

const desktop = { viewport: { width: 1440, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true };
const pictures = [
  { name: "screenshot", screen: desktop, colorScheme: "dark", keys: [] },
  { name: "screenshot-light", screen: desktop, colorScheme: "light", keys: ["e", "g"] },
  { name: "screenshot-phone", screen: phone, colorScheme: "light", keys: [] },
];

const server = await serve(resolve(site));
const browser = await launch();
for (const { name, screen, colorScheme, keys } of pictures) {
  const context = await browser.new_context({ ...screen, colorScheme, serviceWorkers: "block" });
  const page = await open_page(context, `${server.url}?backend=wasm&model=${model}`);
  await page.setInputFiles(
    "#files",
    films.map((film) => resolve(film)),
  );
  await film_results(page, films.length);
  for (const key of keys) await page.keyboard.press(key);
  await page.evaluate(() => document.activeElement.blur()); // without the ring of the focus
  await page.waitForTimeout(3000); // maps are made
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await context.close();
}
await browser.close();
await server.stop();
