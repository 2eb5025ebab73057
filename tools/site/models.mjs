// models.mjs CORE OUT_DIR CATALOG_DIR [BUNDLE_DIR...]: copies the bundles of CATALOG_DIR/catalog.json
// ('' for none) and those given into OUT_DIR/<name>/, writes OUT_DIR/catalog.json and prints what it
// offers. CORE is chestlens_core.mjs: the catalog, every card and every model pass the page's own
// checks, and each file has the SHA-256 that its card says.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [core_file, out_dir, catalog_dir, ...bundle_dirs] = process.argv.slice(2);
const { default: create_core } = await import(pathToFileURL(resolve(core_file)));
const core = await create_core();

function fail(message) {
  console.error(`error: ${message}`);
  process.exit(1);
}

function read(path) {
  try {
    return readFileSync(path);
  } catch (error) {
    return fail(`${path}: ${error.code === "ENOENT" ? "is not there; is this a bundle?" : error.message}`);
  }
}

/** The fields of a core's reply; ends the program where it is a refusal. */
function accepted(reply, place) {
  if (!reply.ok) fail([place, reply.context, reply.message].filter(Boolean).join(": "));
  return reply;
}

function read_catalog(folder) {
  const path = join(folder, "catalog.json");
  const json = read(path);
  accepted(core.parse_catalog(json), path).catalog.delete();
  return JSON.parse(json);
}

/** A bundle's card, as JSON and as the core checks members by it. */
function read_card(bundle_dir) {
  const path = join(bundle_dir, "model.json");
  const bytes = read(path);
  return { bytes, ...JSON.parse(bytes), checked: accepted(core.parse_card(bytes), path).card };
}

/** What the page asks of a file before it runs the model. */
function check_file({ checked, certificate }, file, bytes, path) {
  if (file === "model.onnx") accepted(core.check_model(checked, bytes), path);
  if (file === certificate.reference_input) accepted(core.check_reference(checked, bytes.length), path);
}

// No page loads it, and who knows what patients are called finds their digests in it.
const not_published = "films.json";

function copy_bundle(bundle_dir, card) {
  const target = join(out_dir, card.name);
  mkdirSync(target);
  for (const { file, sha256 } of card.files) {
    if (file === not_published) continue;
    const bytes = read(join(bundle_dir, file));
    if (createHash("sha256").update(bytes).digest("hex") !== sha256) {
      fail(`${join(bundle_dir, file)} is not the file its card was written for: export the bundle again`);
    }
    check_file(card, file, bytes, join(bundle_dir, file));
    writeFileSync(join(target, file), bytes);
  }
  writeFileSync(join(target, "model.json"), card.bytes);
}

mkdirSync(out_dir);
const catalog = catalog_dir ? read_catalog(catalog_dir) : { format: 1, models: [], ensembles: [] };
const cards = new Map();
const models = new Map(); // the SHA-256 of each model.onnx
for (const { name } of catalog.models) {
  const bundle_dir = join(catalog_dir, name);
  const card = read_card(bundle_dir);
  if (card.name !== name) fail(`${bundle_dir}/model.json: its name is "${card.name}", the catalog's is "${name}"`);
  copy_bundle(bundle_dir, card);
  cards.set(name, card.checked);
  models.set(name, card.files.find(({ file }) => file === "model.onnx")?.sha256);
}
for (const bundle_dir of bundle_dirs) {
  const card = read_card(bundle_dir);
  const { name, title } = card;
  if ([...catalog.models, ...catalog.ensembles].some((entry) => entry.name === name)) {
    fail(`${bundle_dir}: the site offers another "${name}" already; export it under another name`);
  }
  copy_bundle(bundle_dir, card);
  catalog.models.push({ name, title });
}
for (const { name, members } of catalog.ensembles) {
  const [first, ...others] = members.map(({ model }) => cards.get(model));
  for (const other of others) accepted(core.check_members(first, other), name);
  for (const { model, model_sha256 } of members) {
    if (model_sha256 && model_sha256 !== models.get(model)) {
      fail(`${name}: ${model} is another model than its weights were chosen for: make it again`);
    }
  }
}
catalog.default ??= catalog.models[0].name;
const json = `${JSON.stringify(catalog, null, 2)}\n`;
accepted(core.parse_catalog(json), "catalog.json").catalog.delete();
writeFileSync(join(out_dir, "catalog.json"), json);
console.log(`${catalog.models.length} model(s) and ${catalog.ensembles.length} ensemble(s)`);
