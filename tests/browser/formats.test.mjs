// Films of further formats, DICOM and WebP: predicted as the program does, by decoders that are fetched for them alone.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { drop, film_results, launch, open_page, screenshot } from "./browser.mjs";
import { dicom_file } from "./dicom_file.mjs";
import { films, native_prediction, required, site } from "./films.mjs";
import { requests_of } from "./requests.mjs";
import { assert_same_predictions } from "./same.mjs";
import { serve } from "./server.mjs";

let browser, server, context, folder, film;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(site)]);
  context = await browser.new_context();
  folder = mkdtempSync(join(tmpdir(), "chestlens-dicom-"));
  const { default: create_core } = await import(pathToFileURL(resolve(required("CHESTLENS_CORE"))).href);
  film = (await create_core()).decode(readFileSync(films[0])).film;
});

after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true });
});

function write(name, options) {
  const path = join(folder, name);
  const { width, height } = film;
  writeFileSync(path, dicom_file({ width, height, pixels: film.pixels() }, options));
  return path;
}

const asked_for = (requests) => requests.filter(({ url }) => url.includes("chestlens_formats")).length;

test("a DICOM film is predicted as the same film as PNG, its decoder fetched for it", async () => {
  const asked = requests_of(context);
  const page = await open_page(context, `${server.url}?backend=wasm`);
  await drop(page, [films[0]]);
  const [as_png] = await film_results(page, 1);
  assert.equal(asked_for(asked), 0, "the decoder was fetched before a DICOM file came");
  const path = write("film.dcm");
  await drop(page, [path]);
  const [, as_dicom] = await film_results(page, 2);
  assert.equal(asked_for(asked), 2, "the module and its code, once");
  assert.deepEqual(as_dicom.probabilities, as_png.probabilities);
  assert_same_predictions([as_dicom], native_prediction([path]));
  await page.getByRole("button", { name: "Results as text" }).click();
  await page.getByRole("button", { name: "What in its header may identify a patient" }).click();
  await page.getByText("(0010,0010) PatientName").waitFor();
  assert.ok(!(await page.content()).includes("Xyzzy"), "a patient's name is on the page");
  assert.deepEqual(page.complaints, []);
  await page.close();
});

test("a film that its header calls a lateral one is said to be that first", async () => {
  const page = await open_page(context, `${server.url}?backend=wasm`);
  const path = write("lateral.dcm", { view: "LL" });
  await drop(page, [path]);
  const [shown] = await film_results(page, 1);
  assert.equal(shown.trust, "Unlike the training films: by its header a lateral film.");
  await screenshot(page, "dicom-lateral");
  assert_same_predictions([shown], native_prediction([path]));
  await page.close();
});

test("a DICOM file that is cut is refused, and the next film goes on", async () => {
  const page = await open_page(context, `${server.url}?backend=wasm`);
  const whole = readFileSync(write("whole.dcm"));
  const cut = join(folder, "cut.dcm");
  writeFileSync(cut, whole.subarray(0, whole.length - 1000));
  await drop(page, [cut, films[0]]);
  const [refused, good] = await film_results(page, 2);
  assert.ok(refused.failed);
  assert.match(refused.state, /DICOM file ends within its pixels/);
  assert.ok(!good.failed);
  await page.close();
});

/** The film as Chromium writes it as WebP. */
async function webp_of(page) {
  const { width, height } = film;
  const levels = Array.from(film.pixels(), (level) => Math.round((level * 255) / film.max_level));
  const url = await page.evaluate(
    ([width, height, levels]) => {
      const canvas = document.createElement("canvas");
      Object.assign(canvas, { width, height });
      const rgba = new Uint8ClampedArray(levels.flatMap((level) => [level, level, level, 255]));
      canvas.getContext("2d").putImageData(new ImageData(rgba, width, height), 0, 0);
      return canvas.toDataURL("image/webp", 0.9);
    },
    [width, height, levels],
  );
  assert.ok(url.startsWith("data:image/webp;"));
  return Buffer.from(url.split(",")[1], "base64");
}

test("a WebP film is predicted as the program does, and a HEIC named as what it is", async () => {
  const fresh = await browser.new_context();
  const asked = requests_of(fresh);
  const page = await open_page(fresh, `${server.url}?backend=wasm`);
  const webp = join(folder, "film.webp");
  const heic = join(folder, "phone.heic");
  writeFileSync(webp, await webp_of(page));
  writeFileSync(heic, Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1"));
  assert.equal(asked_for(asked), 0);
  await drop(page, [webp, heic]);
  const [shown, refused] = await film_results(page, 2);
  assert.equal(asked_for(asked), 2, "the module and its code, once");
  assert_same_predictions([shown], native_prediction([webp]));
  assert.ok(refused.failed);
  assert.match(refused.state, /this is a HEIC image, which is not read: save the film as PNG or JPEG/);
  assert.deepEqual(page.complaints, []);
  await page.close();
  await fresh.close();
});
