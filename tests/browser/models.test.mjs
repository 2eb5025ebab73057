// A site with several models: the page opens the first, and any other by its list or address.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { with_altered_site } from "./altered.mjs";
import { drop, film_results, launch, model_is } from "./browser.mjs";
import { films } from "./films.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** Adds the same network with a high temperature, which levels its probabilities. */
function add_doubtful_model(copy) {
  copy.copy(`models/${copy.model}`, "models/doubtful");
  copy.edit("models/doubtful/model.json", (text) =>
    JSON.stringify({ ...JSON.parse(text), name: "doubtful", title: "Doubtful network", temperature: 1000 }),
  );
  copy.edit("models/catalog.json", (text) => {
    const catalog = JSON.parse(text);
    catalog.models.push({ name: "doubtful", title: "Doubtful network" });
    return JSON.stringify(catalog);
  });
}

test("another model predicts again the films that are there", () =>
  with_altered_site(browser, add_doubtful_model, "?backend=wasm", async (page) => {
    const first_status = await model_is(page, ["ready"]);
    await drop(page, films);
    const before_change = await film_results(page, films.length);

    await page.getByRole("combobox", { name: "Model" }).selectOption("Doubtful network");
    await page.waitForFunction(() =>
      /^Doubtful network is ready/.test(document.getElementById("model-status").textContent),
    );
    const after_change = await film_results(page, films.length);
    assert.ok(!first_status.startsWith("Doubtful"));
    assert.deepEqual(
      after_change.map(({ name }) => name),
      before_change.map(({ name }) => name),
    );
    for (const { probabilities } of after_change) {
      const shares = Object.values(probabilities);
      for (const share of shares) assert.ok(Math.abs(share - 1 / shares.length) < 0.02, `${share} is not level`);
    }
    await page.click("#show-card");
    assert.match(await page.getByRole("dialog").innerText(), /Doubtful network/);
    assert.deepEqual(page.complaints, []);
  }));

test("a model is opened by its name in the address", () =>
  with_altered_site(browser, add_doubtful_model, "?backend=wasm&model=doubtful", async (page) =>
    assert.match(await model_is(page, ["ready"]), /^Doubtful network is ready/),
  ));

test("an unknown model in the address is named with those that there are, and the default opens", () =>
  with_altered_site(
    browser,
    () => {},
    "?backend=wasm&model=xception",
    async (page) => {
      const status = await model_is(page, ["notice"]);
      const named = "browser-both, browser-mobilenet, browser-densenet";
      const words = `xception: is none of the catalog's models and ensembles: ${named}. Using the default instead.`;
      assert.ok(status.startsWith(`${words} MobileNetV2 of the browser tests is ready`), status);
      assert.equal(await page.$eval("#model", (select) => select.value), "browser-mobilenet");
      assert.deepEqual(page.complaints, []);
    },
  ));
