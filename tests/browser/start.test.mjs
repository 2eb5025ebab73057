// Where the page's scripts are long in coming or cannot run: what it says then, and what becomes of films dropped early.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { drop, film_results, launch, model_is, open_page } from "./browser.mjs";
import { serve_with_faults } from "./faults.mjs";
import { films, site } from "./films.mjs";
import { serve } from "./server.mjs";

let browser, server;
before(async () => ([browser, server] = await Promise.all([launch(), serve(site)])));
after(() => Promise.all([browser?.close(), server?.stop()]));

/** What the line above the viewer says once it can be seen. */
async function news_of(page) {
  const news = page.locator("#news");
  await news.waitFor({ timeout: 30_000 });
  return (await news.innerText()).replaceAll(/\s+/g, " ");
}

async function look_at(url, look, of = browser) {
  const context = await of.new_context();
  const page = await context.newPage();
  try {
    await page.goto(url, { waitUntil: "commit" });
    await look(page);
  } finally {
    await context.close();
  }
}

test("opened as a file it says what to do", () =>
  look_at(pathToFileURL(join(site, "index.html")).href, async (page) => {
    assert.match(
      await news_of(page),
      /^ChestLens .*as a file.*[Ss]erve its folder.*python3 -m http\.server.*open the address/,
    );
  }));

test("a browser without SIMD is told what it lacks", async () => {
  const old = await launch(["--js-flags=--no-enable-ssse3 --no-enable-sse4-1 --no-enable-avx"]);
  try {
    await look_at(
      server.url,
      async (page) => assert.match(await news_of(page), /cannot start: this browser.*SIMD/),
      old,
    );
  } finally {
    await old.close();
  }
});

test("scripts that are not there are missed aloud", async () => {
  const holes = await serve_with_faults(site, (path, response) => {
    const is_missing = path.endsWith("/page/results.js");
    if (is_missing) response.writeHead(404).end();
    return is_missing;
  });
  try {
    await look_at(holes.url, async (page) =>
      assert.match(await news_of(page), /cannot start: its scripts could not be/),
    );
  } finally {
    await holes.stop();
  }
});

test("where none of its scripts comes, the page says so by itself, after a while", async () => {
  const mute = await serve_with_faults(site, (path, response) => {
    const is_script = path.endsWith(".js");
    if (is_script) response.writeHead(404).end();
    return is_script;
  });
  try {
    await look_at(mute.url, async (page) => assert.match(await news_of(page), /^ChestLens has not started/));
  } finally {
    await mute.stop();
  }
});

test("films dropped and picked while the scripts are on their way are read", async () => {
  let release;
  const slow = await serve_with_faults(site, (path, _, send) => {
    const is_main = path.endsWith("/page/main.js");
    if (is_main) release = send;
    return is_main;
  });
  const early = look_at(`${slow.url}?backend=wasm`, async (page) => {
    await page.locator("#open-films").waitFor();
    await drop(page, [films[0]]);
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.click("#open-films")]);
    await chooser.setFiles([films[1]]);
    release();
    await model_is(page);
    const results = await film_results(page, 2);
    assert.ok(results.every(({ failed }) => !failed));
  });
  await early.finally(slow.stop);
});

test("a reload or a way back asks before the visit's films are lost, and only then", async () => {
  const context = await browser.new_context();
  const page = await open_page(context, `${server.url}?backend=wasm`);
  const asked = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    return dialog.accept();
  });
  await page.reload();
  await model_is(page);
  assert.deepEqual(asked, []);
  await page.click("h1"); // no browser asks where a person has done nothing
  await drop(page, [films[0]]);
  await film_results(page, 1);
  await page.reload();
  assert.deepEqual(asked, ["beforeunload"]);
  await context.close();
});
