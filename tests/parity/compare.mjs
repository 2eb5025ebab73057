// node compare.mjs chestlens_core.mjs DUMP...: does the WebAssembly build make of the same films
// what the native build wrote into DUMP (by parity_dump, whose head describes the files)?
// Prints the largest differences a format; its last line is "N passed, N failed, N skipped".
import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const exact = { pixel: 0, input: 1e-6, overlay: 1, window: 0 };
// Native and WebAssembly builds of libjpeg-turbo may round a level apart.
const limits = { PNG: exact, BMP: exact, TIFF: exact, JPEG: { pixel: 2, input: 2 / 255, overlay: 1, window: 2 } };

const largest = {}; // by format, then by quantity
const note = (format, quantity, difference) => {
  const row = (largest[format] ??= { films: 0, pixel: 0, input: 0, overlay: 0, window: 0 });
  row[quantity] = Math.max(row[quantity], difference);
};

const bytesOf = (path) => {
  const bytes = readFileSync(path);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
};

function maxDifference(ours, theirs) {
  if (ours.length !== theirs.length) return Infinity;
  let max = 0;
  for (let i = 0; i < ours.length; i++) {
    const difference = Math.abs(ours[i] - theirs[i]);
    if (!(difference <= max)) max = Number.isNaN(difference) ? Infinity : difference;
  }
  return max;
}

/** The reply's fields, or an exception: whatever native could do, WebAssembly must. */
function fields(reply) {
  if (!reply.ok) throw new Error(`${reply.error}: ${reply.message}`);
  return reply;
}

function compareRefusal(entry, reply) {
  if (reply.ok) return ["native refuses the file, WebAssembly reads it"];
  const place = reply.context ? `${reply.context}: ` : "";
  return reply.error === entry.error && `${place}${reply.message}` === entry.message
    ? []
    : [`native says "${entry.error}: ${entry.message}", WebAssembly "${reply.error}: ${place}${reply.message}"`];
}

function compareFilm(core, folder, index, cards, entry, film) {
  const differences = [];
  const check = (quantity, difference, what) => {
    note(entry.format, quantity, difference);
    const limit = limits[entry.format][quantity];
    if (!(difference <= limit)) differences.push(`${what} differ by ${difference}, more than ${limit}`);
  };
  for (const field of ["width", "height", "max_level"]) {
    if (film[field] !== entry[field]) differences.push(`${field} is ${film[field]}, not ${entry[field]}`);
  }
  check("pixel", maxDifference(film.pixels(), new Uint16Array(bytesOf(join(folder, entry.pixels)))), "pixels");

  index.cards.forEach((name, at) => {
    const native = new Float32Array(bytesOf(join(folder, entry.inputs[at])));
    check("input", maxDifference(fields(core.preprocess(film, cards[name])).pixels, native), `inputs by ${name}`);
  });

  const { width, height } = index.heatmap;
  const heatmap = new Float32Array(index.heatmap.pixels);
  for (const overlay of entry.overlays) {
    const card = cards[overlay.card];
    const { low_level: low, high_level: high } = fields(core.initial_window(film, card));
    check("window", maxDifference([low, high], [overlay.low_level, overlay.high_level]), `windows by ${overlay.card}`);
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
    const native = new Uint8Array(bytesOf(join(folder, overlay.rgba)));
    check("overlay", maxDifference(rgba, native), `overlays by ${overlay.card}`);
  }
  largest[entry.format].films++;
  return differences;
}

function compareEntry(core, folder, index, cards, entry) {
  const reply = core.decode(new Uint8Array(bytesOf(entry.file)));
  try {
    if (entry.error) return compareRefusal(entry, reply);
    return compareFilm(core, folder, index, cards, entry, fields(reply).film);
  } catch (error) {
    return [error.message];
  } finally {
    reply.film?.delete();
  }
}

function compareDump(core, folder) {
  const index = JSON.parse(readFileSync(join(folder, "index.json"), "utf8"));
  if (index.format !== 1) throw new Error(`${folder}: index.json is of an unknown format, ${index.format}`);
  const cards = Object.fromEntries(
    index.cards.map((name) => [name, fields(core.parse_card(readFileSync(join(folder, name), "utf8"))).card]),
  );
  let passed = 0;
  for (const entry of index.films) {
    const differences = compareEntry(core, folder, index, cards, entry);
    if (differences.length === 0) passed++;
    for (const difference of differences) console.log(`FAILED ${basename(entry.file)}: ${difference}`);
  }
  for (const card of Object.values(cards)) card.delete();
  return { passed, failed: index.films.length - passed };
}

const [corePath, ...folders] = process.argv.slice(2);
if (!corePath || folders.length === 0) {
  console.error("usage: node compare.mjs chestlens_core.mjs DUMP...");
  process.exit(2);
}
const { default: createCore } = await import(pathToFileURL(resolve(corePath)).href);
const core = await createCore();
let passed = 0;
let failed = 0;
for (const folder of folders) {
  const result = compareDump(core, folder);
  passed += result.passed;
  failed += result.failed;
}
console.log("Largest differences between the native and the WebAssembly build");
console.table(largest);
if (passed + failed === 0) console.log("FAILED: there was no film to compare");
const skipped = Number(process.env.CHESTLENS_PARITY_SKIPPED ?? 0);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
