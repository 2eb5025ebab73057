// The models that tools/site.sh puts into a site, and those that it refuses.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { required } from "./films.mjs";

const folder_of_tools = fileURLToPath(new URL("../../tools", import.meta.url));
let folder, models;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "chestlens-models-"));
  models = required("CHESTLENS_MODELS");
});
after(() => rmSync(folder, { recursive: true }));

let sites = 0;
function make_site(catalog_dir, ...bundles) {
  const out_dir = join(folder, `site-${sites++}`);
  const script = join(folder_of_tools, "site/models.mjs");
  const made = spawnSync("node", [script, required("CHESTLENS_CORE"), out_dir, catalog_dir, ...bundles], {
    encoding: "utf8",
  });
  return { ...made, out_dir, catalog: () => JSON.parse(readFileSync(join(out_dir, "catalog.json"), "utf8")) };
}

function refused(made, message) {
  assert.equal(made.status, 1);
  assert.match(made.stderr, message);
}

/** A copy of a JSON file's folder under another name, with the file changed. */
function altered_copy(source, name, file, change) {
  const copy = join(folder, name);
  cpSync(source, copy, { recursive: true });
  writeFileSync(join(copy, file), JSON.stringify(change(JSON.parse(readFileSync(join(copy, file), "utf8")))));
  return copy;
}

test("without a catalog the first bundle is the default", () => {
  const made = make_site("", join(models, "browser-densenet"), join(models, "browser-mobilenet"));
  assert.equal(made.status, 0, made.stderr);
  const { default: chosen, models: offered, ensembles } = made.catalog();
  assert.equal(chosen, "browser-densenet");
  assert.deepEqual(
    offered.map(({ name }) => name),
    ["browser-densenet", "browser-mobilenet"],
  );
  assert.deepEqual(ensembles, []);
});

test("bundles come after the catalog's, whose default stays", () => {
  const extra = altered_copy(join(models, "browser-densenet"), "extra", "model.json", (card) => ({
    ...card,
    name: "extra",
    title: "One more",
  }));
  const made = make_site(models, extra);
  assert.equal(made.status, 0, made.stderr);
  assert.equal(made.stdout.trim(), "3 model(s) and 1 ensemble(s)");
  const { default: chosen, models: offered } = made.catalog();
  assert.equal(chosen, "browser-mobilenet");
  assert.deepEqual(offered.at(-1), { name: "extra", title: "One more" });
  assert.ok(
    existsSync(join(made.out_dir, "extra/model.onnx")) &&
      existsSync(join(made.out_dir, "browser-mobilenet/model.onnx")),
  );
});

test("a bundle of a name that is taken is refused", () =>
  refused(
    make_site(models, join(models, "browser-densenet")),
    /browser-densenet: the site offers another "browser-densenet"/,
  ));

test("a bundle that is not there is named", () => {
  const copy = altered_copy(models, "gone", "catalog.json", (catalog) => catalog);
  rmSync(join(copy, "browser-densenet"), { recursive: true });
  refused(make_site(copy), /browser-densenet\/model\.json: is not there/);
});

test("a damaged bundle is named", () => {
  const copy = altered_copy(models, "damaged", "catalog.json", (catalog) => catalog);
  writeFileSync(join(copy, "browser-densenet/model.onnx"), "no model");
  refused(make_site(copy), /browser-densenet\/model\.onnx is not the file its card was written for/);
});

test("a catalog out of order is refused by the field", () =>
  refused(
    make_site(altered_copy(models, "unordered", "catalog.json", (catalog) => ({ ...catalog, default: "none" }))),
    /catalog\.json: default: "none" is none of/,
  ));

test("an ensemble of another model than its member is refused", () => {
  const copy = altered_copy(models, "replaced", "catalog.json", (catalog) => {
    catalog.ensembles[0].members[1].model_sha256 = "0".repeat(64);
    return catalog;
  });
  refused(make_site(copy), /browser-both: browser-densenet is another model than its weights were chosen for/);
});

test("members that do not fit together are refused", () => {
  const copy = altered_copy(models, "unfit", "catalog.json", (catalog) => catalog);
  const file = join(copy, "browser-densenet/model.json");
  const card = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify({ ...card, input: { ...card.input, fit: "letterbox" } }));
  refused(make_site(copy), /browser-both: browser-mobilenet and browser-densenet: see different parts/);
});
