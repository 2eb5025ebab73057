// The page in Firefox and WebKitGTK: it predicts as `chestlens predict` does, draws, works offline, and takes broken files.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { launch_firefox, launch_webkit, skip_firefox, skip_webkit } from "./engines.mjs";
import { films, make_bad_files, native_prediction, required, site } from "./films.mjs";
import { serve, wait } from "./server.mjs";

/** Asks the page until the answer is true; `what` names it. */
async function until(page, what, question, ...values) {
  for (let attempt = 0; attempt < 400; ++attempt) {
    if (await page.run(question, ...values)) return;
    await wait(300);
  }
  throw new Error(`${what} is waited for in vain: ${await page.run(() => document.body.textContent.slice(0, 2000))}`);
}

const is_ready = (page) =>
  until(page, "the model", () => ["ready", "notice"].includes(document.getElementById("model-status").dataset.kind));

/** The films as the page shows them, once there are so many. */
async function results_of(page, count) {
  const are_there = (wanted) => document.querySelectorAll("#films article:is(.failed, :has(table))").length === wanted;
  await until(page, "a film", are_there, count);
  return page.run(() =>
    [...document.querySelectorAll("#films article")].map((article) => ({
      failed: article.classList.contains("failed"),
      state: article.querySelector(".state").textContent,
      probabilities: Object.fromEntries(
        [...(article.querySelector("table")?.querySelectorAll("tbody tr") ?? [])].map((row) => [
          row.cells[0].textContent,
          Number(row.cells[1].querySelector("data").value),
        ]),
      ),
    })),
  );
}

/** Which share of the viewer's middle is of another level than its ground: a film is all over it, a sentence is not. */
const share_drawn = (page, png) =>
  page.run(
    async (bytes) => {
      const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: "image/png" }));
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [picture.width, picture.height];
      const drawing = canvas.getContext("2d");
      drawing.drawImage(picture, 0, 0);
      const [side, left, top] = [200, picture.width / 2 - 100, picture.height / 2 - 100];
      const { data } = drawing.getImageData(left, top, side, side);
      const counts = new Map();
      for (let place = 1; place < data.length; place += 4) counts.set(data[place], (counts.get(data[place]) ?? 0) + 1);
      return 1 - Math.max(...counts.values()) / (side * side);
    },
    [...png],
  );

/** @param {string} name of the engine */
async function all_of_it(name, launch) {
  const [page, server] = await Promise.all([launch(), serve(site)]);
  const bad = make_bad_files();
  const [native] = native_prediction([films[0]]).films;
  try {
    const url = `${server.url}?backend=wasm`;
    await page.open(url);
    await is_ready(page);
    const empty = await share_drawn(page, await page.screenshot());

    const predicts = async (result) => {
      assert.ok(!result.failed, result.state);
      for (const [label, expected] of Object.entries(native.probabilities)) {
        const difference = Math.abs(result.probabilities[label] - expected);
        assert.ok(difference < 1e-3, `${label}: ${result.probabilities[label]}, not ${expected}`);
      }
    };
    await page.pick(films[0]);
    await predicts((await results_of(page, 1))[0]);
    await wait(1000); // for a frame
    const png = await page.screenshot();
    mkdirSync(required("CHESTLENS_SCREENSHOTS"), { recursive: true });
    writeFileSync(join(required("CHESTLENS_SCREENSHOTS"), `${name}.png`), png);
    const drawn = await share_drawn(page, png);
    assert.ok(drawn > 0.9 && empty < 0.5, `${drawn} of it drawn with a film, ${empty} without`);

    await page.pick(bad.paths[0]);
    const [, broken] = await results_of(page, 2);
    assert.ok(broken.failed && broken.state.length > 15, broken.state);

    await until(page, "offline use", () => !document.getElementById("offline").hidden);
    await server.stop();
    await page.run(() => (window.is_of_the_first_visit = true));
    await page.open(`${url}&visit=second`);
    await is_ready(page);
    assert.ok(!(await page.run(() => window.is_of_the_first_visit ?? false)));
    await page.pick(films[0]);
    await predicts((await results_of(page, 1))[0]);
  } finally {
    await page.close();
    await server.stop();
    bad.remove();
  }
}

test("Firefox: it predicts, draws, takes a broken file, and works without the server", { skip: skip_firefox }, () =>
  all_of_it("firefox", launch_firefox),
);

test("WebKitGTK: it predicts, draws, takes a broken file, and works without the server", { skip: skip_webkit }, () =>
  all_of_it("webkit", launch_webkit),
);
