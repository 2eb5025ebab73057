// ZIP archives and folders: their films are predicted as the program does, by a module that is fetched for archives alone.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { drop, film_results, launch, open_page } from "./browser.mjs";
import { dicom_file } from "./dicom_file.mjs";
import { films, native_prediction, required, site } from "./films.mjs";
import { requests_of } from "./requests.mjs";
import { assert_same_predictions } from "./same.mjs";
import { serve } from "./server.mjs";
import { zip_file } from "./zip_file.mjs";

let browser, server, context, folder;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(site)]);
  context = await browser.new_context();
  folder = mkdtempSync(join(tmpdir(), "chestlens-archive-"));
});

after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true });
});

function write(name, bytes) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const asked_for = (requests) => requests.filter(({ url }) => url.includes("chestlens_archive")).length;
const film = (name, index = 0) => ({ name, bytes: readFileSync(films[index]) });

test("films of an archive are predicted as the program does, its reader fetched for it", async () => {
  const asked = requests_of(context);
  const page = await open_page(context, `${server.url}?backend=wasm`);
  await drop(page, [films[0]]);
  await film_results(page, 1);
  assert.equal(asked_for(asked), 0, "the reader was fetched before an archive came");
  const path = write(
    "scans.zip",
    zip_file([
      film("ward b/2.png", 1),
      film("a/Röntgen, 1.png"),
      { name: "a/notes.txt", bytes: Buffer.from("no film") },
      film("__MACOSX/a/._1.png"),
    ]),
  );
  await drop(page, [path]);
  const shown = (await film_results(page, 3)).slice(1);
  assert.equal(asked_for(asked), 2, "the module and its code, once");
  assert.deepEqual(
    shown.map(({ name }) => name),
    ["scans.zip/a/Röntgen, 1.png", "scans.zip/ward b/2.png"],
  );
  const by_file = shown.map(({ name, ...others }) => ({ name: basename(name), ...others }));
  assert_same_predictions(by_file, native_prediction([path]));
  assert.deepEqual(page.complaints, []);
  await page.close();
});

test("what cannot be read of an archive says why, and the others go on", async () => {
  const page = await open_page(context, `${server.url}?backend=wasm`);
  const path = write(
    "odd.zip",
    zip_file([
      { ...film("1-secret.png"), flags: 1 },
      { name: "2-inner.zip", bytes: Buffer.from("PK") },
      { name: "3-bomb.png", bytes: Buffer.alloc(8 << 20) },
      film("4-good.png"),
      { name: "5-noise.bin", bytes: Buffer.from(Array.from({ length: 1 << 18 }, () => Math.random() * 256)) },
    ]),
  );
  await drop(page, [path]);
  const [secret, inner, bomb, good] = await film_results(page, 4);
  assert.match(secret.state, /is encrypted; unpack the archive with its password/);
  assert.match(inner.state, /is a ZIP archive within an archive/);
  assert.match(bomb.state, /more than 250 times what it is packed to/);
  assert.ok(!good.failed);
  await page.close();
});

test("an archive that is cut, and one without films, say so in a row of their own", async () => {
  const page = await open_page(context, `${server.url}?backend=wasm`);
  const whole = zip_file([film("1.png")]);
  await drop(page, [write("cut.zip", whole.subarray(0, whole.length - 30))]);
  await drop(page, [write("empty.zip", zip_file([{ name: "a.txt", bytes: Buffer.from("x") }]))]);
  const [cut, empty] = await film_results(page, 2);
  assert.match(cut.state, /cut\.zip: is a damaged ZIP archive/);
  assert.match(empty.state, /holds no PNG, JPEG, BMP, TIFF or DICOM file/);
  await page.close();
});

test("of a film of several frames one is chosen", async () => {
  const { default: create_core } = await import(pathToFileURL(resolve(required("CHESTLENS_CORE"))).href);
  const { film: decoded } = (await create_core()).decode(readFileSync(films[0]));
  const { width, height } = decoded;
  const pixels = decoded.pixels();
  const negative = pixels.map((level) => decoded.max_level - level);
  const path = write("frames.dcm", dicom_file({ width, height, pixels: [...pixels, ...negative] }, { frames: 2 }));
  const page = await open_page(context, `${server.url}?backend=wasm`);
  await drop(page, [path, films[0]]);
  const [refused, as_png] = await film_results(page, 2);
  assert.match(refused.state, /2 frames: choose one in the results as text/);
  await page.getByRole("button", { name: "Results as text" }).click();
  await page.getByRole("combobox", { name: "Frame" }).selectOption("1");
  await page.locator("#films .failed").waitFor({ state: "detached" });
  await page.locator("#films table").nth(1).waitFor();
  const [chosen] = await film_results(page, 2);
  assert.deepEqual(chosen.probabilities, as_png.probabilities);
  assert_same_predictions([chosen], native_prediction([path], { frame: 1 }));
  assert.deepEqual(page.complaints, []);
  await page.close();
});
