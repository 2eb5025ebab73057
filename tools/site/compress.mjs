// compress.mjs SITE [PREVIOUS_SITE]: writes FILE.br and FILE.gz beside the scripts, modules and texts of SITE, for servers that
// send such files as they are. What PREVIOUS_SITE has of the same bytes is taken from there. Models stay as they are: they
// would save a tenth, and a download that was cut could not go on in the middle.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const [site, previous] = process.argv.slice(2);
const compressible = new Set([".css", ".html", ".js", ".json", ".svg", ".txt", ".wasm"]);
const least_bytes = 1024;

const encodings = {
  // A step below the best, which takes ten times as long for a tenth.
  ".br": (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  ".gz": (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

/** Paths of the site's files that are to be compressed, in the order of their names. */
function files_of(folder) {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && compressible.has(extname(entry.name)))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
const digest_of = (bytes) => createHash("sha256").update(bytes).digest("hex");

const known = new Map(); // by digest
for (const path of previous && existsSync(previous) ? files_of(previous) : []) {
  known.set(digest_of(readFileSync(path)), path);
}

async function compress(path) {
  const bytes = readFileSync(path);
  if (bytes.length < least_bytes) return;
  const same = known.get(digest_of(bytes));
  for (const [ending, encode] of Object.entries(encodings)) {
    if (same && existsSync(same + ending)) copyFileSync(same + ending, path + ending);
    else writeFileSync(path + ending, await encode(bytes));
  }
}
await Promise.all(files_of(site).map(compress));
