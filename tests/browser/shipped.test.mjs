// What models/catalog.json ships: every bundle and ensemble answers in the page as on the workstation.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { drop, film_results, launch, open_page } from "./browser.mjs";
import { films, films_of, native_prediction, required } from "./films.mjs";
import { assert_same_predictions } from "./same.mjs";
import { serve } from "./server.mjs";

const models = process.env.CHESTLENS_SHIPPED;

if (!models) {
  test("shipped models", { skip: "models/catalog.json is not there" }, () => {});
} else {
  const catalog = JSON.parse(readFileSync(join(models, "catalog.json"), "utf8"));
  const paths = [...new Set([...films, ...films_of(required("CHESTLENS_PHANTOMS"))])];
  let browser, server;
  before(async () => {
    [browser, server] = await Promise.all([launch(), serve(required("CHESTLENS_SHIPPED_SITE"))]);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  for (const { name, title } of [...catalog.models, ...catalog.ensembles]) {
    test(`${title} (${name})`, async () => {
      const context = await browser.new_context();
      const page = await open_page(context, `${server.url}?backend=wasm&model=${name}`, ["ready"]);
      await drop(page, paths);
      assert_same_predictions(await film_results(page, paths.length), native_prediction(paths, { models, name }));
      assert.deepEqual(page.complaints, []);
      await context.close();
    });
  }
}
