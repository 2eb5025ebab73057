// Faults of the network, of the server and of what the browser keeps: the page goes on, or says what to do.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { drop, film_results, launch, model_is, open_page } from "./browser.mjs";
import { dicom_file } from "./dicom_file.mjs";
import { serve_with_faults } from "./faults.mjs";
import { films, site } from "./films.mjs";
import { copy_site, serve } from "./server.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const is_model = (path) => path.endsWith("/model.onnx");

/** Opens a page of a server with a fault for `look(page, server)`. */
async function with_fault(fault, look, { folder = site, kinds = ["ready", "notice"], ...options } = {}) {
  const server = await serve_with_faults(folder, fault, options);
  const context = await browser.new_context({ serviceWorkers: "block" });
  try {
    await look(await open_page(context, `${server.url}?backend=wasm`, kinds), server);
  } finally {
    await context.close();
    await server.stop();
  }
}

/** A fault that meets the first request for the model alone. */
function once(does) {
  let met = false;
  return (path, response, send) => {
    if (met || !is_model(path)) return false;
    met = true;
    does(response, send);
    return true;
  };
}
const cut = once((response, send) => {
  send(1_000_000);
  setTimeout(() => response.destroy(), 100);
});
const requests_of_model = ({ asked }) => asked.filter(({ path }) => is_model(path)).map(({ range }) => range);

async function predicts(page) {
  await drop(page, [films[0]]);
  const [film] = await film_results(page, 1);
  assert.ok(!film.failed, film.state);
}

test("a download that is cut goes on where it was", () =>
  with_fault(cut, async (page, server) => {
    assert.deepEqual(requests_of_model(server), [undefined, "bytes=1000000-"]);
    await predicts(page);
  }));

test("a download that stalls says so, and goes on", async () => {
  let said = "";
  const stall = once((_, send) => send(2_000_000));
  const server = await serve_with_faults(site, stall);
  const context = await browser.new_context({ serviceWorkers: "block" });
  try {
    const page = await context.newPage();
    await page.goto(`${server.url}?backend=wasm`);
    await page.waitForFunction(() => /is asked for again/.test(document.getElementById("model-status").textContent));
    said = await page.locator("#model-status").textContent();
    await model_is(page);
    assert.match(said, /Loading the model: .* MB\. The server does not answer; .*model\.onnx is asked for again/);
    assert.deepEqual(requests_of_model(server), [undefined, "bytes=2000000-"]);
    await predicts(page);
  } finally {
    await context.close();
    await server.stop();
  }
});

test("from a server that sends no parts, a cut download comes whole the second time", () => {
  const again = once((response, send) => {
    send(1_000_000);
    setTimeout(() => response.destroy(), 100);
  });
  return with_fault(again, predicts, { ranges: false });
});

test("a server in trouble is asked again", () =>
  with_fault(
    once((response) => response.writeHead(503).end()),
    predicts,
  ));

test("a server that stays away is named, and 'Try again' opens the model once it is back", () => {
  let is_away = true;
  const away = (path, response) => {
    if (is_away && is_model(path)) response.destroy();
    return is_away && is_model(path);
  };
  return with_fault(
    away,
    async (page) => {
      assert.match(await model_is(page, ["error"]), /model\.onnx could not be fetched: is the server still there\?/);
      is_away = false;
      await page.getByRole("button", { name: "Try again" }).click();
      await model_is(page);
      assert.ok(!(await page.locator("#news").isVisible()));
      await predicts(page);
    },
    { kinds: ["error"] },
  );
});

test("a model that is not its card's is fetched once more, past every cache", () =>
  with_fault(
    once((response) => response.writeHead(200, { "Content-Type": "application/octet-stream" }).end("an older model")),
    async (page, server) => {
      assert.equal(requests_of_model(server).length, 2);
      await predicts(page);
    },
  ));

test("where the site was updated while the page was open, a file that is gone leads to a reload", async () => {
  const copy = copy_site(site);
  const folder = mkdtempSync(join(tmpdir(), "chestlens-dicom-"));
  const film = { width: 64, height: 64, pixels: Array.from({ length: 64 * 64 }, (_, place) => place % 251) };
  writeFileSync(join(folder, "film.dcm"), dicom_file(film));
  try {
    await with_fault(
      () => false,
      async (page) => {
        copy.rename(copy.app, "app-newer");
        copy.edit("index.html", (html) => html.replaceAll(copy.app, "app-newer"));
        await drop(page, [join(folder, "film.dcm")]);
        const [failed] = await film_results(page, 1);
        assert.match(failed.state, /what reads DICOM, JPEG 2000, JPEG-LS and WebP could not be loaded/);
        const news = page.locator("#news");
        await news.getByText("This site was updated while the page was open").waitFor();
        page.on("dialog", (dialog) => dialog.accept());
        await news.getByRole("button", { name: "Reload" }).click();
        await page.waitForFunction(() => document.scripts[0].src.includes("app-newer"));
        await model_is(page);
        await drop(page, [join(folder, "film.dcm")]);
        const [read] = await film_results(page, 1);
        assert.ok(!read.failed, read.state);
      },
      { folder: copy.folder },
    );
  } finally {
    copy.remove();
    rmSync(folder, { recursive: true });
  }
});

const storages = {
  "that cannot be opened": 'caches.open = () => Promise.reject(new Error("no storage"));',
  "that is full": 'Cache.prototype.put = () => Promise.reject(new DOMException("full", "QuotaExceededError"));',
};
for (const [fault, line] of Object.entries(storages)) {
  test(`a cache ${fault} takes nothing down: the page comes from the server, visit after visit`, async () => {
    const copy = copy_site(site);
    copy.edit("sw.js", (text) => `${line}\n${text}`);
    const server = await serve(copy.folder);
    const context = await browser.new_context();
    try {
      const page = await open_page(context, `${server.url}?backend=wasm`);
      await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => true));
      await page.reload();
      await model_is(page);
      assert.ok(await page.evaluate(() => navigator.serviceWorker.controller !== null));
      await predicts(page);
      assert.ok(!(await page.locator("#offline").isVisible()), "it does not work offline");
    } finally {
      await context.close();
      await server.stop();
      copy.remove();
    }
  });
}

test("a browser that forbids storage opens the page all the same", async () => {
  const server = await serve(site);
  const context = await browser.new_context();
  await context.addInitScript(() => {
    const forbid = (name, of) =>
      Object.defineProperty(of, name, {
        get() {
          throw new DOMException("storage is forbidden", "SecurityError");
        },
      });
    forbid("serviceWorker", navigator);
    for (const name of ["caches", "indexedDB", "localStorage", "sessionStorage"]) forbid(name, window);
  });
  try {
    await predicts(await open_page(context, `${server.url}?backend=wasm`));
  } finally {
    await context.close();
    await server.stop();
  }
});

test("modules that stall or are cut are fetched once more", () => {
  const met = new Set();
  const fault = (path, response, send) => {
    if (!/chestlens_\w+\.wasm$/.test(path) || met.has(path)) return false;
    met.add(path);
    send(500_000);
    if (path.endsWith("chestlens_core.wasm")) setTimeout(() => response.destroy(), 100);
    return true;
  };
  return with_fault(fault, async (page) => {
    assert.equal(met.size, 2, "the core's is cut, the viewer's stalls");
    await predicts(page);
    assert.ok(!/text only/.test(await model_is(page)));
  });
});
