// The films to drop, and `chestlens predict`'s predictions of them.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";

export const required = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run tests/browser/run.sh`);
  return value;
};

export const site = required("CHESTLENS_SITE");

/** One film of each class, by the manifest of a data set. */
export function films_of(folder) {
  const [, ...rows] = readFileSync(join(folder, "manifest.csv"), "utf8").trim().split("\n");
  const first_of = new Map();
  for (const [file, label] of rows.map((row) => row.split(","))) {
    if (!first_of.has(label)) first_of.set(label, join(folder, file));
  }
  return [...first_of.values()];
}

/** One film of each class of the data set at hand. */
export const films = films_of(required("CHESTLENS_FILMS"));

/** The predictions by `chestlens predict` with the model or ensemble `name` of a catalog's folder
 * (without, its default), as its JSON with every class's heat-map; with `overlay` {class_name, opacity}
 * also the overlays' PNG files, by film; without a class, the predicted one's; `frame` is of films of several. */
export function native_prediction(paths, { models = required("CHESTLENS_MODELS"), name, overlay, frame } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "chestlens-native-"));
  const options = ["predict", "--models", models, "--json", "--dump-heatmap", ...paths];
  if (name) options.push("--model", name);
  if (frame) options.push("--frame", String(frame));
  if (overlay) {
    options.push("--overlay", folder, "--opacity", String(overlay.opacity));
    if (overlay.class_name) options.push("--class", overlay.class_name);
  }
  try {
    const report = execFileSync(required("CHESTLENS_PROGRAM"), options, { encoding: "utf8" });
    const png_of = (path) => readFileSync(join(folder, `${basename(path, extname(path))}-overlay.png`));
    return { ...JSON.parse(report), overlays: overlay ? paths.map(png_of) : [] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Where `chestlens embed` places films on the map that a bundle of the catalog's folder holds, as its JSON. */
export function native_places(paths, name, { models = required("CHESTLENS_MODELS") } = {}) {
  const options = ["embed", "--json", "--bundle", join(models, name), "--film", ...paths];
  const report = execFileSync(required("CHESTLENS_PROGRAM"), options, { encoding: "utf8" });
  return JSON.parse(report).models[0].placed;
}

/** A good film with its end cut off, a text that calls itself an image, an empty file. */
export function make_bad_files() {
  const folder = mkdtempSync(join(tmpdir(), "chestlens-bad-"));
  const write = (name, bytes) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const good = readFileSync(films[0]);
  return {
    paths: [
      write(`cut${extname(films[0])}`, good.subarray(0, good.length >> 1)),
      write("letter.png", "Dear radiologist, please find enclosed no film.\n"),
      write("empty.jpg", ""),
    ],
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** A BMP of 25 megapixels: more than the page's modules have memory for at first. */
export function make_big_film() {
  const folder = mkdtempSync(join(tmpdir(), "chestlens-big-"));
  const path = join(folder, "big.bmp");
  const side = 5000;
  const head = Buffer.alloc(54 + 1024);
  head.write("BM");
  head.writeUInt32LE(head.length + side * side, 2);
  head.writeUInt32LE(head.length, 10);
  head.writeUInt32LE(40, 14);
  head.writeUInt32LE(side, 18);
  head.writeUInt32LE(side, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(8, 28);
  for (let level = 0; level < 256; ++level) head.fill(level, 54 + 4 * level, 57 + 4 * level);
  const pixels = Buffer.alloc(side * side).map((_, place) => (place / side) & 255);
  writeFileSync(path, Buffer.concat([head, pixels]));
  return { path, remove: () => rmSync(folder, { recursive: true }) };
}
