// The bundles and ensembles of models/catalog.json: every bundle and ensemble answers in the page as on the workstation, and
// says where its score may come from; the page opens with the lightest.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { drop, film_results, launch, model_is, open_page } from "./browser.mjs";
import { films, films_of, native_prediction, required } from "./films.mjs";
import {
  assert_same_heatmaps,
  assert_same_predicted_overlays,
  assert_same_predictions,
  keep_heatmaps,
  opacity,
} from "./same.mjs";
import { serve } from "./server.mjs";

const models = process.env.CHESTLENS_SHIPPED;

/** The card's notices: an ensemble's own first, then each member's. Where no finding says recall by source, the
 * sentences that do stand with the recall. */
async function assert_audit_shown(page, title, audits) {
  await page.click("#show-card");
  const dialog = page.getByRole("dialog");
  const notices = await dialog.getByRole("note").allInnerTexts();
  const recalls = await dialog.locator("[id$='card-recall']").allInnerTexts();
  assert.equal(notices.length, audits.length);
  for (const [index, audit] of audits.entries()) {
    assert.ok(audit.length > 0, "nothing is said of where the score may come from");
    assert.ok(notices[index].startsWith("Where the score may come from"), notices[index]);
    const said = notices[index] + recalls[index];
    for (const finding of audit) assert.ok(said.includes(finding), `"${finding}" is not in the card`);
  }
  const headings = await dialog.getByRole("heading").allInnerTexts();
  assert.deepEqual(headings.slice(0, 3), [title, "In short", "Scores"]);
  await page.click("#close-card");
}

if (!models) {
  test("shipped models", { skip: "models/catalog.json is not there" }, () => {});
} else {
  const catalog = JSON.parse(readFileSync(join(models, "catalog.json"), "utf8"));
  const card_of = (name) => JSON.parse(readFileSync(join(models, name, "model.json"), "utf8"));
  const paths = [...new Set([...films, ...films_of(required("CHESTLENS_PHANTOMS"))])];
  let browser, server;
  before(async () => {
    [browser, server] = await Promise.all([launch(), serve(required("CHESTLENS_SHIPPED_SITE"))]);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  test("the default is the lightest model, a MobileNetV2", () => {
    const cards = catalog.models.map(({ name }) => card_of(name));
    const [lightest] = cards.sort((a, b) => a.parameters - b.parameters);
    assert.equal(catalog.default, lightest.name);
    assert.equal(lightest.network, "mobilenet_v2");
  });

  for (const { name, title, members, audit } of [...catalog.models, ...catalog.ensembles]) {
    const is_default = name === catalog.default;
    test(`${title} (${name}${is_default ? ", not asked for by name" : ""})`, async () => {
      const context = await browser.new_context();
      const query = is_default ? "" : `&model=${name}`;
      const page = await open_page(context, `${server.url}?backend=wasm${query}`, ["ready"]);
      assert.ok((await model_is(page)).startsWith(`${title} is ready`));
      assert.equal(await page.locator("#model").inputValue(), name);

      await keep_heatmaps(page);
      await drop(page, paths);
      const native = native_prediction(paths, { models, name, overlay: { opacity } });
      assert_same_predictions(await film_results(page, paths.length), native);
      await assert_same_heatmaps(page, native);
      await assert_same_predicted_overlays(page, native);

      const member_names = members?.map(({ model }) => model) ?? [name];
      const audits = member_names.map((member) => card_of(member).audit);
      await assert_audit_shown(page, title, members ? [audit, ...audits] : audits);
      assert.deepEqual(page.complaints, []);
      await context.close();
    });
  }
}
