// The model card: readable, searchable, printable, and in the words of the program.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, open_page, screenshot } from "./browser.mjs";
import { required, site } from "./films.mjs";
import { copy_site, serve } from "./server.mjs";

const name = "browser-mobilenet";
const parts = ["scores", "recall", "reliability", "trust", "findings", "limits", "data", "certificate", "storage"];

/** A finding of the class viral. */
const finding = (test, figures, more = {}) => ({
  test,
  about: "viral",
  ...figures,
  verdict: "clear",
  sentence: `What ${test} came to.`,
  measured_on: "60 films of 40 patients",
  ...more,
});

const findings = [
  finding("films offer border", { value: 0.9, low: 0.8, high: 0.95, chance: 0.5, chance_high: 0.6 }),
  finding(
    "border only, the network",
    { value: 0.75, low: 0.7, high: 0.8, chance: 0.5, chance_high: 0.6 },
    { verdict: "convicted" },
  ),
  finding("text found", { value: 0.3, low: 0.2, high: 0.4, chance: 0, chance_high: 0 }, { about: "" }),
  finding(
    "recall by source",
    { value: 0.25, low: 0.1, high: 0.5, chance: 1, chance_high: 1 },
    { about: "viral, St. Mary, ward 2" },
  ),
];

const trust = [
  { name: "films never seen", value: 0.05, low: 0.03, high: 0.08, measured_on: "556 pictures" },
  { name: "mirrored", value: 0.1, low: 0.05, high: 0.2, measured_on: "300 pictures" },
  { name: "negative", value: 1, low: 0.98, high: 1, measured_on: "300 pictures" },
];

let browser, copy, server, context, page;

before(async () => {
  copy = copy_site(site);
  copy.edit(`models/${name}/model.json`, (json) => JSON.stringify({ ...JSON.parse(json), findings, trust }));
  [browser, server] = await Promise.all([launch(), serve(copy.folder)]);
  context = await browser.new_context();
  page = await open_page(context, `${server.url}?backend=wasm&model=${name}`);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  copy?.remove();
});

const dialog = () => page.getByRole("dialog");
const open_card = () => page.click("#show-card");
const close_card = () => page.click("#close-card");

/** Calls the function that the viewer opens the card with. */
const open_card_at = (place, at = page) =>
  at.evaluate(async (place) => {
    const { open_card_at } = await import(new URL("card_dialog.js", document.querySelector("script[type=module]").src));
    return open_card_at(place);
  }, place);

const is_open = (id) => page.locator(`#${id}`).evaluate((found) => found.checkVisibility());

test("it begins with what the model can, cannot and must not, and has a part for each question", async () => {
  await open_card();
  const terms = await page.locator("#card-short dt").allInnerTexts();
  assert.deepEqual(terms, ["What it can", "What it cannot", "What must not be done with it"]);
  const [, cannot, must_not] = await page.locator("#card-short dd").allInnerTexts();
  assert.match(cannot, /an audit on 60 films of 40 patients convicts it of the border \(viral\)/);
  assert.match(must_not, /^Never diagnose with it/);
  const ids = await page.locator("#card-body > section").evaluateAll((sections) => sections.map(({ id }) => id));
  assert.deepEqual(ids, ["card-short", ...parts.map((part) => `card-${part}`)]);
  const links = await page.locator("#card-body .contents a").evaluateAll((all) => all.map(({ hash }) => hash));
  assert.deepEqual(
    links,
    parts.map((part) => `#card-${part}`),
  );
  await screenshot(page, "card");
  await close_card();
});

test("what the program says of the bundle, the card says in the same words", async () => {
  const bundle = join(copy.folder, "models", name);
  const shown = execFileSync(required("CHESTLENS_PROGRAM"), ["show", bundle], { encoding: "utf8" });
  const one_line = (text) => text.replace(/\s+/g, " ");
  const program = one_line(shown);
  const said = await page.locator("#card-body").evaluate((body) => {
    const texts = (selector) => [...body.querySelectorAll(selector)].map(({ textContent }) => textContent);
    return [
      ...texts("#card-short dd"),
      ...texts(".verdict > p"),
      ...texts("#card-trust > p"),
      ...texts(".finding td:nth-child(3), .finding td:nth-child(4), .finding .mark"),
    ];
  });
  assert.ok(said.length > 15, `only ${said.length} sentences`);
  for (const sentence of said.filter(Boolean)) {
    assert.ok(program.includes(one_line(sentence)), `the program does not say "${sentence}"`);
  }
});

test("a figure stands beside its picture, which is drawn to scale and hidden from screen readers", async () => {
  const row = page.locator("#card-recall li", { hasText: "St. Mary, ward 2" });
  assert.equal(await row.locator(".figure").textContent(), "25.0\u00a0% (10.0–50.0)");
  const picture = row.locator("svg");
  assert.equal(await picture.getAttribute("aria-hidden"), "true");
  assert.equal(await picture.locator("circle").getAttribute("cx"), "25%");
  assert.deepEqual(
    await picture.locator("line.whisker").evaluateAll((lines) => lines.map((line) => line.getAttribute("x1"))),
    ["10%", "10%", "50%"],
  );
  assert.equal(await picture.locator(".chance").count(), 0);
  const convicted = page.locator("#finding-1 svg.interval");
  assert.equal(await convicted.locator("rect.chance").getAttribute("x"), "50%");
  assert.equal(await convicted.locator("rect.chance").getAttribute("width"), "10%");
  assert.equal(await convicted.locator("svg.symbol").getAttribute("x"), "75%");
  assert.equal(await page.locator("#finding-2 .chance").count(), 0);
});

test("false alarms stand apart from what is caught, and the audit's power beside its verdict", async () => {
  const captions = await page.locator("#card-trust figcaption").allTextContents();
  assert.match(captions[0], /^False alarms/);
  assert.equal(await page.locator("#card-trust figure:first-of-type li").count(), 1);
  assert.equal(await page.locator("#card-trust figure:last-of-type li").count(), 2);
  const power = await page.locator("#card-findings details").first().locator("li").allTextContents();
  assert.match(power[0], /^plain clues.*30 of 30 \(89–100\s%\)/);
  assert.match(power.at(-1), /^without a clue falsely1 of 20 \(1–24\s%\)/);
});

test("a link opens the card at its place, unfolded, in view and marked", async () => {
  assert.equal(await is_open("finding-1"), false);
  assert.equal(await open_card_at("finding-1"), true);
  assert.ok(await dialog().isVisible());
  assert.ok(await is_open("finding-1"));
  await page.waitForFunction(() => {
    const { top, bottom } = document.getElementById("finding-1").getBoundingClientRect();
    const card = document.getElementById("card-body").getBoundingClientRect();
    return top >= card.top && bottom <= card.bottom;
  });
  assert.deepEqual(await marked(), ["finding-1"]);
  assert.equal(await page.evaluate(() => document.activeElement.id), "finding-1");
  await open_card_at("card-limits");
  assert.deepEqual(await marked(), ["card-limits"]);
  assert.equal(await open_card_at("finding-99"), false);
  assert.equal(await open_card_at("show-card"), false);
  await close_card();
  await page.waitForFunction(() => !document.querySelector("[data-marked]"));
});

const marked = () => page.locator("[data-marked]").evaluateAll((all) => all.map(({ id }) => id));

test("the address of the page can name the place, and forgets it when the card is closed", async () => {
  const linked = await open_page(context, `${server.url}?backend=wasm&model=${name}#card-findings`);
  assert.ok(await linked.getByRole("dialog").isVisible());
  assert.equal(await linked.evaluate(() => document.activeElement.id), "card-findings");
  await linked.click("#card-body .contents a[href='#card-data']");
  assert.equal(new URL(linked.url()).hash, "#card-data");
  await linked.click("#close-card");
  await linked.waitForFunction(() => location.hash === "");
  assert.equal(new URL(linked.url()).searchParams.get("model"), name);
  await linked.evaluate(() => (location.hash = "finding-0"));
  await linked.getByRole("dialog").waitFor();
  await linked.close();
});

test("a search leaves what has all its words, says how much that is, and Escape brings all back", async () => {
  await open_card();
  const open_before = await page.locator("dialog details[open]").count();
  await page.getByRole("searchbox").fill("Border offer");
  assert.equal(await page.textContent("#found-card"), "2 found");
  assert.ok(await is_open("finding-0"));
  assert.equal(await is_open("finding-1"), false);
  assert.equal(await is_open("card-limits"), false);
  await page.getByRole("searchbox").fill("data cc0");
  assert.equal(await page.textContent("#found-card"), "1 found");
  assert.equal(await page.locator("#card-data tbody tr").first().isVisible(), true);
  await page.getByRole("searchbox").fill("no such words");
  assert.equal(await page.textContent("#found-card"), "Nothing found");
  await screenshot(page, "card-search");
  await page.keyboard.press("Escape");
  assert.ok(await dialog().isVisible());
  assert.equal(await page.inputValue("#search-card"), "");
  assert.equal(await page.textContent("#found-card"), "");
  assert.equal(await page.locator("#card-body [hidden]").count(), 0);
  assert.equal(await page.locator("dialog details[open]").count(), open_before);
  await page.keyboard.press("Escape");
  assert.equal(await dialog().isVisible(), false);
});

test("a place that a search had left out is shown when it is asked for", async () => {
  await open_card();
  await page.getByRole("searchbox").fill("licence");
  assert.equal(await is_open("finding-3"), false);
  await open_card_at("finding-3");
  assert.ok(await is_open("finding-3"));
  assert.equal(await page.inputValue("#search-card"), "");
  await close_card();
});

test("letters typed into the search do nothing in the viewer", async () => {
  let choosers = 0;
  const count = () => void (choosers += 1);
  page.on("filechooser", count);
  await open_card();
  await page.getByRole("searchbox").pressSequentially("oO1");
  await page.waitForTimeout(300);
  page.off("filechooser", count);
  assert.equal(choosers, 0);
  assert.equal(await page.inputValue("#search-card"), "oO1");
  await page.keyboard.press("Escape");
  await close_card();
});

test("on paper it is alone, black on white, unfolded and whole", async () => {
  await page.evaluate(() => (window.print = () => (document.body.dataset.printed = "")));
  await open_card();
  await page.click("#print-card");
  assert.equal(await page.locator("body[data-printed]").count(), 1);
  const folded = await page.locator("dialog details:not([open])").count();
  assert.ok(folded > 3);
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.equal(await page.locator("dialog details:not([open])").count(), 0);
  const sheet = await page.evaluate(() => {
    const style = getComputedStyle(document.querySelector("dialog"));
    const body = document.getElementById("card-body");
    return {
      colors: [style.color, style.backgroundColor],
      is_whole: body.scrollHeight <= body.clientHeight,
      others: [...document.body.children].filter((one) => one.localName !== "dialog" && one.checkVisibility()).length,
      pictures: [...document.querySelectorAll("dialog svg.interval")].filter((one) => !one.checkVisibility()).length,
    };
  });
  assert.deepEqual(sheet, { colors: ["rgb(0, 0, 0)", "rgb(255, 255, 255)"], is_whole: true, others: 0, pictures: 0 });
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await page.emulateMedia({ media: null });
  assert.equal(await page.locator("dialog details:not([open])").count(), folded);
  await close_card();
});

test("on a phone nothing but tables is wider than the screen", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open_card();
  await screenshot(page, "card-phone");
  await page.evaluate(() => document.querySelectorAll("dialog details").forEach((details) => (details.open = true)));
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll("dialog *")]
      .filter((one) => !one.closest(".scroll, svg") && one.getBoundingClientRect().right > innerWidth)
      .map(({ localName, className, textContent }) => `${localName}.${className} ${textContent.slice(0, 40)}`),
  );
  assert.deepEqual(wide, []);
  await open_card_at("finding-1");
  await screenshot(page, "card-phone-finding");
  await page.evaluate(() => document.querySelectorAll("dialog details").forEach((details) => (details.open = false)));
  await close_card();
  await page.setViewportSize({ width: 1280, height: 800 });
});

test("an ensemble's members have places under their names", async () => {
  const both = await open_page(context, `${server.url}?backend=wasm&model=browser-both`);
  assert.equal(await open_card_at(`${name}-finding-1`, both), true);
  assert.ok(await both.locator(`#${name}-finding-1`).isVisible());
  assert.equal(await open_card_at("finding-1", both), false);
  const ids = await both.locator("#card-body [id]").evaluateAll((all) => all.map(({ id }) => id));
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ["card-scores", "card-weights", `${name}-card-scores`, "browser-densenet-card-trust"]) {
    assert.ok(ids.includes(id), id);
  }
  const cannot = await both.locator("#card-short dd").nth(1).textContent();
  assert.match(cannot, /convict MobileNetV2 of the browser tests of the border \(viral\)\. Not audited: DenseNet-121/);
  assert.deepEqual(both.complaints, []);
  await both.close();
});

test("a card without an audit and without trust says so", async () => {
  const plain = await open_page(context, `${server.url}?backend=wasm&model=browser-densenet`);
  await plain.click("#show-card");
  const card = JSON.parse(readFileSync(join(copy.folder, "models/browser-densenet/model.json"), "utf8"));
  assert.equal(card.findings, undefined);
  assert.match(await plain.locator("#card-findings").innerText(), /It was not audited/);
  assert.match(await plain.locator("#card-trust").innerText(), /not taught which films it knows/);
  assert.deepEqual(plain.complaints, []);
  await plain.close();
});

test("nothing was complained of", () => assert.deepEqual(page.complaints, []));
