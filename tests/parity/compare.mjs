// node compare.mjs FOLDER DUMP...: FOLDER holds chestlens_core.mjs and chestlens_formats.mjs; whether the WebAssembly build makes the same of the
// films or outputs in DUMP as the native build, by parity_dump or parity_predictions, whose heads
// describe the files. Prints the largest differences per format; the last line is "N passed, N failed,
// N skipped".
import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { compare_predictions } from "./predictions.mjs";
import { fields } from "./reply.mjs";

const exact = { pixel: 0, input: 1e-6, overlay: 1, window: 0 };
// Native and WebAssembly builds of libjpeg-turbo may round a level apart.
const limits = {
  PNG: exact,
  BMP: exact,
  TIFF: exact,
  DICOM: exact,
  "JPEG 2000": exact,
  "JPEG-LS": exact,
  WebP: exact,
  JPEG: { pixel: 2, input: 2 / 255, overlay: 1, window: 2 },
};

const largest = {}; // by format, then by quantity
const note = (format, quantity, difference) => {
  const row = (largest[format] ??= { films: 0, pixel: 0, input: 0, overlay: 0, window: 0 });
  row[quantity] = Math.max(row[quantity], difference);
};

const bytes_of = (path) => {
  const bytes = readFileSync(path);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
};

function max_difference(ours, theirs) {
  if (ours.length !== theirs.length) return Infinity;
  let max = 0;
  for (let i = 0; i < ours.length; i++) {
    const difference = Math.abs(ours[i] - theirs[i]);
    if (!(difference <= max)) max = Number.isNaN(difference) ? Infinity : difference;
  }
  return max;
}

function compare_refusal(entry, reply) {
  if (reply.ok) return ["native refuses the file, WebAssembly reads it"];
  const place = reply.context ? `${reply.context}: ` : "";
  return reply.error === entry.error && `${place}${reply.message}` === entry.message
    ? []
    : [`native says "${entry.error}: ${entry.message}", WebAssembly "${reply.error}: ${place}${reply.message}"`];
}

function compare_film(core, folder, index, cards, entry, film) {
  const differences = [];
  const check = (quantity, difference, what) => {
    note(entry.format, quantity, difference);
    const limit = limits[entry.format][quantity];
    if (!(difference <= limit)) differences.push(`${what} differ by ${difference}, more than ${limit}`);
  };
  const notes = film.notes().join(" ");
  if (notes !== entry.notes.join(" ")) differences.push(`notes are "${notes}", not "${entry.notes.join(" ")}"`);
  for (const field of ["width", "height", "max_level", "subject"]) {
    if (film[field] !== entry[field]) differences.push(`${field} is ${film[field]}, not ${entry[field]}`);
  }
  check("pixel", max_difference(film.pixels(), new Uint16Array(bytes_of(join(folder, entry.pixels)))), "pixels");

  index.cards.forEach((name, at) => {
    const native = new Float32Array(bytes_of(join(folder, entry.inputs[at])));
    check("input", max_difference(fields(core.preprocess(film, cards[name])).pixels, native), `inputs by ${name}`);
  });

  const { width, height } = index.heatmap;
  const heatmap = new Float32Array(index.heatmap.pixels);
  for (const overlay of entry.overlays) {
    const card = cards[overlay.card];
    const { low_level: low, high_level: high } = fields(core.initial_window(film, card));
    check("window", max_difference([low, high], [overlay.low_level, overlay.high_level]), `windows by ${overlay.card}`);
    const { rgba } = fields(
      core.render_overlay(
        film,
        card,
        overlay.low_level,
        overlay.high_level,
        overlay.invert,
        heatmap,
        height,
        width,
        index.opacity,
      ),
    );
    const native = new Uint8Array(bytes_of(join(folder, overlay.rgba)));
    check("overlay", max_difference(rgba, native), `overlays by ${overlay.card}`);
  }
  largest[entry.format].films++;
  return differences;
}

function decode(core, bytes) {
  if (!core.is_further_format(bytes)) return core.decode(bytes);
  const decoded = formats.decode_further(bytes, 0);
  return decoded.ok ? core.film_of(decoded) : decoded;
}

function compare_entry(core, folder, index, cards, entry) {
  const reply = decode(core, new Uint8Array(bytes_of(entry.file)));
  try {
    if (entry.error) return compare_refusal(entry, reply);
    return compare_film(core, folder, index, cards, entry, fields(reply).film);
  } catch (error) {
    return [error.message];
  } finally {
    reply.film?.delete();
  }
}

function compare_dump(core, folder) {
  const index = JSON.parse(readFileSync(join(folder, "index.json"), "utf8"));
  if (index.format !== 1) throw new Error(`${folder}: index.json is of an unknown format, ${index.format}`);
  return index.kind === "predictions" ? compare_predictions(core, folder, index) : compare_films(core, folder, index);
}

function compare_films(core, folder, index) {
  const cards = Object.fromEntries(
    index.cards.map((name) => [name, fields(core.parse_card(readFileSync(join(folder, name), "utf8"))).card]),
  );
  let passed = 0;
  for (const entry of index.films) {
    const differences = compare_entry(core, folder, index, cards, entry);
    if (differences.length === 0) passed++;
    for (const difference of differences) console.log(`FAILED ${basename(entry.file)}: ${difference}`);
  }
  for (const card of Object.values(cards)) card.delete();
  return { passed, failed: index.films.length - passed };
}

const [modules, ...folders] = process.argv.slice(2);
if (!modules || folders.length === 0) {
  console.error("usage: node compare.mjs FOLDER DUMP...");
  process.exit(2);
}
async function create(module) {
  const { default: create_module } = await import(pathToFileURL(resolve(modules, module)).href);
  return create_module();
}
const [core, formats] = await Promise.all([create("chestlens_core.mjs"), create("chestlens_formats.mjs")]);
let passed = 0;
let failed = 0;
for (const folder of folders) {
  const result = compare_dump(core, folder);
  passed += result.passed;
  failed += result.failed;
}
console.log("Largest differences between the native and the WebAssembly build");
console.table(largest);
if (passed + failed === 0) console.log("FAILED: there was no film to compare");
const skipped = Number(process.env.CHESTLENS_PARITY_SKIPPED ?? 0);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
