// models.mjs OUT_DIR BUNDLE_DIR...: copies bundles into OUT_DIR/<name>/ and writes catalog.json.
// Each file must have the size and SHA-256 that its card says.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [out_dir, ...bundle_dirs] = process.argv.slice(2);

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

function copy_bundle(bundle_dir) {
  const card_bytes = read(join(bundle_dir, "model.json"));
  const card = JSON.parse(card_bytes);
  if (!/^[a-z0-9_-]+$/.test(card.name)) fail(`${bundle_dir}/model.json: name "${card.name}" is not [a-z0-9_-]+`);
  const target = join(out_dir, card.name);
  mkdirSync(target);
  for (const { file, sha256 } of card.files) {
    const bytes = read(join(bundle_dir, file));
    if (createHash("sha256").update(bytes).digest("hex") !== sha256) {
      fail(`${join(bundle_dir, file)} is not the file its card was written for: export the bundle again`);
    }
    writeFileSync(join(target, file), bytes);
  }
  writeFileSync(join(target, "model.json"), card_bytes);
  return { name: card.name, title: card.title };
}

mkdirSync(out_dir);
const models = bundle_dirs.map(copy_bundle);
const catalog = { format: 1, default: models[0].name, models, ensembles: [] };
writeFileSync(join(out_dir, "catalog.json"), `${JSON.stringify(catalog, null, 2)}\n`);
