// Which backend computes: the fastest on the machine, measured once and remembered.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { drop, film_results, launch, model_is, open_page } from "./browser.mjs";
import { no_shared_memory, run_in_worker, serve_with_faults } from "./faults.mjs";
import { films, site } from "./films.mjs";
import { copy_site } from "./server.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const isolation = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

/** Opens the page where WASM may use two threads, its worker changed by a line, for `look(page)`. */
async function with_two_threads(line, look) {
  const copy = copy_site(site);
  run_in_worker(copy, `Object.defineProperty(navigator, "hardwareConcurrency", { value: 2 }); ${line}`);
  const server = await serve_with_faults(copy.folder, undefined, { headers: isolation });
  const context = await browser.new_context({ serviceWorkers: "block" });
  try {
    await look(await open_page(context, server.url), server);
  } finally {
    await context.close();
    await server.stop();
    copy.remove();
  }
}

/** What "Why ..." shows, once a film has its answer. */
async function times_of(page) {
  await drop(page, [films[0]]);
  await page.waitForSelector("#why:not([hidden])", { state: "attached" });
  return page.$eval("#why", (why) => ({
    chosen: why.querySelector("summary").textContent.replace("Why ", ""),
    rows: [...why.querySelectorAll("tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent)),
  }));
}

test("one thread and several are raced once, and the fastest is used then and on the next visit", () =>
  with_two_threads("", async (page, server) => {
    const { chosen, rows } = await times_of(page);
    assert.deepEqual(
      rows.map(([label]) => label),
      ["WASM, 2 threads", "WASM, 1 thread"],
    );
    const milliseconds = rows.map(([, time]) => /^(\d+\.\d)\sms$/.exec(time)?.[1]).map(Number);
    const fastest = rows[milliseconds.indexOf(Math.min(...milliseconds))][0];
    assert.equal(chosen, fastest);
    assert.ok((await model_is(page)).endsWith(`is ready: ${fastest}.`));
    await drop(page, [films[1]]);
    const [, film] = await film_results(page, 2);
    assert.ok(film.caption.startsWith(`Computed with ${fastest}:`), film.caption);

    const runtimes = () => server.asked.filter(({ path }) => path.endsWith("ort-wasm-simd-threaded.wasm")).length;
    const fetched = runtimes();
    await page.reload();
    assert.ok((await model_is(page)).endsWith(`is ready: ${fastest}.`));
    assert.deepEqual(await times_of(page), { chosen, rows }, "measured again");
    assert.equal(runtimes(), fetched + 1);
  }));

test("what cannot be used is among the times, with the reason", () =>
  with_two_threads(no_shared_memory, async (page) => {
    const { chosen, rows } = await times_of(page);
    assert.equal(chosen, "WASM, 1 thread without shared memory");
    for (const [, reason] of rows) assert.match(reason, /could not allocate memory/);
  }));

test("where storage is forbidden it is measured again on each visit", () =>
  with_two_threads("", async (page) => {
    await times_of(page);
    await page.addInitScript(() =>
      Object.defineProperty(window, "localStorage", {
        get() {
          throw new DOMException("storage is forbidden", "SecurityError");
        },
      }),
    );
    await page.reload();
    await model_is(page);
    assert.equal((await times_of(page)).rows.length, 2);
  }));
