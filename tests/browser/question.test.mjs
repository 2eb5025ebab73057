// A film is questioned: with a part covered or the film changed its answer becomes what `chestlens ask` says.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { ask_viewer, drop, film_results, launch, open_page, screenshot } from "./browser.mjs";
import { films, required, site } from "./films.mjs";
import { serve } from "./server.mjs";

const ensemble = "browser-both";

let browser, server, context, page;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(site)]);
  context = await browser.new_context({ viewport: { width: 1440, height: 900 } });
  page = await open_film();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function open_film(query = "") {
  const opened = await open_page(context, `${server.url}?backend=wasm${query}`);
  await drop(opened, [films[0]]);
  await film_results(opened, 1);
  return opened;
}

/** What the program answers to the same film. */
const native = (options, name) =>
  JSON.parse(
    execFileSync(
      required("CHESTLENS_PROGRAM"),
      [
        ...["ask", "--models", required("CHESTLENS_MODELS"), "--json"],
        ...(name ? ["--model", name] : []),
        ...options,
        films[0],
      ],
      { encoding: "utf8" },
    ),
  );

const saved = async (of = page) => {
  const reply = await ask_viewer(of, "questions_json", 0);
  assert.ok(reply.ok, reply.message);
  return JSON.parse(reply.json);
};

const question_state = async (of = page) => JSON.parse(await ask_viewer(of, "state")).question;

/** Waits until so many questions of the film are answered. */
async function answered(count, of = page) {
  await of.waitForFunction((wanted) => document.querySelectorAll("#films .asked > li table").length === wanted, count, {
    timeout: 120_000,
  });
  return saved(of);
}

async function ask(question, of = page) {
  const { questions } = await saved(of);
  const reply = await ask_viewer(of, "ask", 0, JSON.stringify(question));
  assert.ok(reply.ok, reply.message);
  return answered(questions.length + 1, of);
}

/** Both documents say the same, numbers to 1e-3 (of large ones to a share of it). */
function assert_same(shown, expected, path = "") {
  if (typeof expected === "number") {
    const allowed = 1e-3 * Math.max(1, Math.abs(expected));
    assert.ok(Math.abs(shown - expected) <= allowed, `${path}: ${shown}, not ${expected}`);
  } else if (expected !== null && typeof expected === "object") {
    assert.deepEqual(Object.keys(shown), Object.keys(expected), path);
    for (const key of Object.keys(expected)) assert_same(shown[key], expected[key], `${path}/${key}`);
  } else if (!path.endsWith("/says") && !path.endsWith("/summary")) {
    assert.equal(shown, expected, path);
  }
}

/** The program's answers, without the path that it was given. */
const without_folder = (asked) => ({ ...asked, film: asked.film.split("/").at(-1) });

test("its answers are the program's, and so is the list", async () => {
  for (const fill of ["mean", "blurred", "noise"]) await ask({ ask: "cover", area: "border", fill });
  const box = { left: 20, top: 30, right: 90, bottom: 120 };
  await ask({ ask: "cover", area: "rectangle", box, fill: "mean" });
  await ask({ ask: "change", change: "brightness", amount: 0.5 });
  await ask({ ask: "change", change: "rotation", amount: 10 });
  const shown = await ask({ ask: "change", change: "resolution", amount: 64 });
  const changes = ["--brightness", "0.5", "--rotate", "10", "--resolution", "64"];
  const mean = native(["--cover", "border", "--rectangle", "20,30,90,120", ...changes]);
  const [blurred, noise] = ["blurred", "noise"].map((fill) => native(["--cover", "border", "--fill", fill]));
  const [border, ...others] = mean.questions;
  const questions = [border, ...blurred.questions, ...noise.questions, ...others];
  assert_same(shown, { ...without_folder(mean), questions });
  assert.ok(
    questions.some(({ change }) => Math.abs(Object.values(change)[0]) > 1e-3),
    "an answer changes",
  );
});

test("an ensemble answers as the program's", async () => {
  const of = await open_film(`&model=${ensemble}`);
  const shown = await ask({ ask: "cover", area: "border", fill: "mean" }, of);
  assert_same(shown, without_folder(native(["--cover", "border"], ensemble)));
  assert.equal(shown.members.length, 2);
  await of.close();
});

test("questions are taken back and asked again, by keys and in the text", async () => {
  const { questions } = await saved();
  await page.locator("#canvas").focus();
  await page.keyboard.press("q");
  await page.keyboard.press("z");
  assert.equal((await answered(questions.length - 1)).questions.length, questions.length - 1);
  await page.keyboard.press("u");
  await answered(questions.length);
  await page.keyboard.press("b"); // covers the next part
  await answered(questions.length + 1);
  await page.getByRole("button", { name: "Results as text" }).click();
  await page.getByText("Question this answer").click();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await answered(questions.length);
  await page.locator("#films .asked li").first().getByRole("button", { name: "Remove" }).click();
  assert.deepEqual((await answered(questions.length - 1)).questions[0].words, questions[1].words);
});

test("the text asks too, and says what became of the answer", async () => {
  const { questions } = await saved();
  await page.getByLabel("Cover", { exact: true }).selectOption("ellipse");
  await page.getByLabel("Left", { exact: true }).fill("40");
  await page.getByLabel("Covered by", { exact: true }).selectOption("noise");
  await page.getByRole("button", { name: "Ask with it covered" }).click();
  await answered(questions.length + 1);
  await page.getByLabel("Change", { exact: true }).selectOption("mirror");
  await page.getByLabel("Amount", { exact: true }).fill("1");
  await page.getByRole("button", { name: "Ask with it changed" }).click();
  const asked = (await answered(questions.length + 2)).questions;
  assert.equal(asked.at(-2).question.area, "ellipse");
  assert.equal(asked.at(-2).question.box.left, 40);
  const last = page.locator("#films .asked > li").last();
  assert.match(await last.textContent(), /^Mirrored, .*: (this answer|the answer)/);
  const shown = await last.locator("tbody tr data").evaluateAll((all) => all.map(({ value }) => Number(value)));
  const expected = native(["--mirror"]).questions[0];
  Object.keys(expected.change).forEach((label, index) => {
    assert.ok(Math.abs(shown[2 * index] - expected.before.probabilities[label]) <= 1e-3, label);
    assert.ok(Math.abs(shown[2 * index + 1] - expected.after.probabilities[label]) <= 1e-3, label);
  });
  await last.scrollIntoViewIfNeeded();
  await screenshot(page, "questions-as-text");
});

test("a question that the film does not allow is refused with the reason", async () => {
  const { questions } = await saved();
  await page.getByLabel("Amount", { exact: true }).fill("3");
  await page.getByRole("button", { name: "Ask with it changed" }).click();
  assert.match(await page.locator("#films .refused").textContent(), /1, is 3\.$/);
  assert.equal((await saved()).questions.length, questions.length);
});

test("a slider's curve is the program's answers along it", async () => {
  await page.getByLabel("Change", { exact: true }).selectOption("rotation");
  await page.getByRole("button", { name: "Along the whole slider" }).click();
  const rows = page.locator("#films .questions > div tbody tr");
  await page.waitForFunction(() => document.querySelectorAll("#films .questions > div tbody tr").length === 13);
  assert.deepEqual(await rows.locator("th").allTextContents(), "-30 -25 -20 -15 -10 -5 0 5 10 15 20 25 30".split(" "));
  const third = await rows
    .nth(2)
    .locator("data")
    .evaluateAll((all) => all.map(({ value }) => Number(value)));
  const expected = Object.values(native(["--rotate=-20"]).questions[0].after.probabilities);
  third.forEach((share, index) => assert.ok(Math.abs(share - expected[index]) <= 1e-3, String(index)));
  assert.equal((await question_state()).curve_points.rotation, 13);
});

test("the list is saved as a file", async () => {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save as JSON" }).click(),
  ]);
  assert.match(download.suggestedFilename(), /\.questions\.json$/);
  assert.deepEqual(JSON.parse(readFileSync(await download.path(), "utf8")), await saved());
  await page.getByRole("button", { name: "Results as text" }).click();
});

test("a rectangle is drawn with the mouse", async () => {
  const { questions } = await saved();
  const canvas = await page.locator("#canvas").boundingBox();
  await page.mouse.click(canvas.x + canvas.width - 187, canvas.y + 26); // the part Question
  assert.ok((await question_state()).is_open);
  await page.locator("#canvas").focus();
  await page.keyboard.press("p");
  const [x, y] = [canvas.x + 264 + (canvas.width - 584) / 2, canvas.y + 48 + (canvas.height - 82) / 2];
  await page.mouse.move(x - 60, y - 80);
  await page.mouse.down();
  await page.mouse.move(x, y, { steps: 3 });
  await screenshot(page, "question-drawing");
  await page.mouse.move(x + 60, y + 80, { steps: 3 });
  await page.mouse.up();
  const { questions: now } = await answered(questions.length + 1);
  const { question, after } = now.at(-1);
  assert.equal(question.area, "rectangle");
  const { left, top, right, bottom } = question.box;
  assert.ok(right - left > 20 && bottom - top > right - left, JSON.stringify(question.box));
  const expected = native(["--rectangle", `${left},${top},${right},${bottom}`]).questions[0];
  assert_same(after, expected.after);
  await screenshot(page, "question");
  await page.keyboard.press("w"); // sliders
  await page.waitForTimeout(200);
  await page.waitForFunction(
    async () => {
      const { viewer } = await import(document.querySelector("script[type=module]").src);
      return JSON.parse(viewer.state()).question.curve_points.brightness === 13;
    },
    undefined,
    { timeout: 120_000 },
  );
  await page.keyboard.press("]");
  await answered(now.length + 1);
  await screenshot(page, "question-sliders");
});

test("a finger brushes a part away on a phone", async () => {
  const phone = await browser.new_context({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const of = await open_page(phone, `${server.url}?backend=wasm`);
  await of.locator("#files").setInputFiles(films[0]);
  await film_results(of, 1);
  await of.locator("#canvas").focus();
  await of.keyboard.press("q");
  for (let press = 0; press < 3; ++press) await of.keyboard.press("p");
  const canvas = await of.locator("#canvas").boundingBox();
  const session = await phone.newCDPSession(of);
  const touch = (type, ...points) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y]) => ({ x, y })) });
  const [x, y] = [canvas.x + 195, canvas.y + 48 + 180];
  await touch("touchStart", [x - 40, y]);
  await of.waitForTimeout(100);
  for (const step of [20, 40, 60, 80]) await touch("touchMove", [x - 40 + step, y + step / 2]);
  await of.waitForTimeout(100);
  await touch("touchEnd");
  const { questions } = await answered(1, of);
  const { question, after } = questions[0];
  assert.equal(question.area, "brush");
  const [{ radius_pixels, points }] = question.strokes;
  assert.ok(points.length > 2, JSON.stringify(points));
  const numbers = [radius_pixels, ...points.flatMap(({ x: across, y: down }) => [across, down])];
  assert_same(after, native(["--brush", numbers.join(",")]).questions[0].after);
  await screenshot(of, "question-phone");
  assert.deepEqual(of.complaints, []);
  await of.close();
});

test("nothing was complained of", () => assert.deepEqual(page.complaints, []));
