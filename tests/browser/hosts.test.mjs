// The page on hosts of every kind: their own defaults, web/HOSTING.md's commands, a path below others, a frame.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { brotliDecompressSync } from "node:zlib";
import { drop, film_results, launch, model_is, open_page, screenshot } from "./browser.mjs";
import { films, site } from "./films.mjs";
import { get } from "node:http";
import { published, serve_by_apache, serve_by_command, serve_by_nginx, serve_course, skip_servers } from "./hosts.mjs";
import { serve } from "./server.mjs";

let browser, folder, app, copy;
before(async () => {
  copy = published(site);
  folder = copy.folder;
  app = /app-\w+/.exec(readFileSync(join(folder, "index.html"), "utf8"))[0];
  browser = await launch();
});
after(async () => {
  await browser?.close();
  copy?.remove();
});

/** Opens the page, which must predict a film; returns what its model's state says. */
async function predicts(url, { reloads = false } = {}) {
  const context = await browser.new_context();
  try {
    const page = await open_page(context, `${url}?backend=wasm`);
    if (reloads) {
      await page.waitForSelector("#offline:not([hidden])");
      await page.reload();
      await model_is(page);
    }
    const state = await model_is(page);
    await drop(page, [films[0]]);
    const [film] = await film_results(page, 1);
    assert.ok(!film.failed, film.state);
    assert.deepEqual(page.complaints, []);
    return { state, is_isolated: await page.evaluate(() => crossOriginIsolated) };
  } finally {
    await context.close();
  }
}

/** A file as it is sent to a browser that takes these encodings. */
const sent = (url, encodings) =>
  new Promise((resolve, reject) =>
    get(url, { headers: { "Accept-Encoding": encodings } }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => resolve({ headers: response.headers, bytes: Buffer.concat(parts) }));
    }).on("error", reject),
  );

async function with_host(serving, look) {
  const host = await serving;
  try {
    await look(host.url);
  } finally {
    await host.stop();
  }
}

const as_they_come = {
  "nginx with its own defaults": () => serve_by_nginx(folder),
  "Apache with its own defaults, under a path": () => serve_by_apache(folder),
};
for (const [name, serving] of Object.entries(as_they_come)) {
  test(name, { skip: skip_servers }, () => with_host(serving(), (url) => predicts(url)));
}

const by_the_guide = {
  nginx: () => serve_by_nginx(folder, { by_guide: true }),
  Apache: () => serve_by_apache(folder, { by_guide: true }),
};
for (const [name, serving] of Object.entries(by_the_guide)) {
  test(`${name} by the guide: isolated at once, and files that lie there compressed`, { skip: skip_servers }, () =>
    with_host(serving(), async (url) => {
      const { is_isolated } = await predicts(url);
      assert.ok(is_isolated);
      for (const [file, type] of [
        ["chestlens_core.wasm", "application/wasm"],
        ["page/main.js", "javascript"],
        ["style.css", "text/css"],
      ]) {
        const original = readFileSync(join(folder, app, file));
        for (const [encodings, encoding, ending] of [
          ["gzip, deflate, br", "br", ".br"],
          ["gzip", "gzip", ".gz"],
        ]) {
          const { headers, bytes } = await sent(`${url}${app}/${file}`, encodings);
          assert.equal(headers["content-encoding"], encoding, file);
          assert.ok(headers["content-type"].includes(type), `${file}: ${headers["content-type"]}`);
          assert.ok(bytes.equals(readFileSync(join(folder, app, file + ending))), `${file} is not the one beside it`);
        }
        const plain = await sent(`${url}${app}/${file}`, "identity");
        assert.ok(plain.bytes.equals(original), file);
      }
    }),
  );
}

test("the commands of the guide serve the page", async () => {
  for (const number of [0, 1]) await with_host(serve_by_command(folder, number), (url) => predicts(url));
});

test("what lies compressed beside a file is that file", () => {
  for (const file of ["chestlens_core.wasm", "chestlens_core.js", "ort/ort-wasm-simd-threaded.wasm"]) {
    const path = join(folder, app, file);
    assert.ok(brotliDecompressSync(readFileSync(`${path}.br`)).equals(readFileSync(path)), file);
  }
});

const courses = {
  "on another site, where a browser forbids service workers": { host: "localhost", is_isolated: false },
  "of another origin": { host: "127.0.0.1", is_isolated: false },
  "of another origin that is isolated": { host: "127.0.0.1", is_isolated: true },
};
for (const [name, { host, is_isolated }] of Object.entries(courses)) {
  test(`in a frame of a course ${name}: compact, visit after visit`, { skip: is_isolated && skip_servers }, () =>
    with_host(is_isolated ? serve_by_nginx(folder, { by_guide: true }) : serve(folder), async (url) => {
      const course = await serve_course(url, host, is_isolated);
      const context = await browser.new_context();
      try {
        const page = await context.newPage();
        for (const visit of ["first", "second"]) {
          await page.goto(course.url);
          const frame = await (await page.waitForSelector("iframe")).contentFrame();
          await model_is(frame);
          assert.equal(await frame.evaluate(() => crossOriginIsolated), is_isolated, visit);
          await frame.setInputFiles("#files", [films[0]]);
          const [film] = await film_results(frame, 1);
          assert.ok(!film.failed, `${visit}: ${film.state}`);
          const { height } = await frame.locator("body > header").boundingBox();
          assert.ok(height <= 48, `${height} pixels of header`);
          assert.ok(await frame.getByText("For education and research. Not for diagnosis.").first().isVisible());
          assert.equal(await frame.locator("#whole-page").getAttribute("href"), url);
          if (host !== "localhost") await frame.waitForFunction(() => navigator.serviceWorker.ready.then(() => true));
        }
        if (!is_isolated) await screenshot(page, "embedded");
      } finally {
        await context.close();
        await course.stop();
      }
    }),
  );
}

test("over plain http of another machine it predicts, and says what was not checked", () =>
  with_host(serve(folder), async (url) => {
    const visitor = await launch(["--host-resolver-rules=MAP hospital.example 127.0.0.1"]);
    try {
      const page = await open_page(await visitor.new_context(), url.replace("127.0.0.1", "hospital.example"));
      assert.ok(!(await page.evaluate(() => isSecureContext)));
      assert.match(
        await model_is(page, ["notice"]),
        /Over plain http digests cannot be computed.* is ready: WASM, 1 thread/,
      );
      await drop(page, [films[0]]);
      const [film] = await film_results(page, 1);
      assert.ok(!film.failed, film.state);
    } finally {
      await visitor.close();
    }
  }));

test("the headers of the guide are no other's: without them the second visit has them too", () =>
  with_host(serve(folder), async (url) => {
    const { is_isolated } = await predicts(url, { reloads: true });
    assert.ok(is_isolated);
  }));
