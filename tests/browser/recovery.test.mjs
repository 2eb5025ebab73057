// Faults of the machine while models are opened and films predicted: the page goes on by another way and says so.
import assert from "node:assert/strict";
import { basename } from "node:path";
import { after, before, test } from "node:test";
import { with_altered_site } from "./altered.mjs";
import { drop, film_results, launch, model_is } from "./browser.mjs";
import { after_predictions, no_shared_memory, run_in_worker } from "./faults.mjs";
import { films, make_big_film, native_prediction } from "./films.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const native = native_prediction(films.slice(0, 2)).films;

/** Drops the first `count` films and holds their probabilities against the program's. */
async function predicts_rightly(page, count = 1) {
  await drop(page, films.slice(0, count));
  const results = await film_results(page, count);
  for (const [index, { probabilities, failed, state }] of results.entries()) {
    assert.ok(!failed, state);
    for (const [label, expected] of Object.entries(native[index].probabilities)) {
      assert.ok(Math.abs(probabilities[label] - expected) < 1e-3, `${label}: ${probabilities[label]}, not ${expected}`);
    }
  }
  return results;
}

const adapters = {
  "has no info": "{ features: new Set(), limits: {}, requestDevice: () => Promise.reject(new Error('no device')) }",
  "is refused by an exception": "(() => { throw new Error('no adapter') })()",
};
for (const [fault, adapter] of Object.entries(adapters)) {
  test(`where the graphics processor ${fault}, WASM computes`, () =>
    with_altered_site(
      browser,
      (copy) =>
        run_in_worker(
          copy,
          `Object.defineProperty(navigator, "gpu", { value: { requestAdapter: () => Promise.resolve(${adapter}) } });`,
        ),
      "",
      async (page) => {
        assert.match(await model_is(page), /is ready: WASM/);
        await predicts_rightly(page);
      },
    ));
}

test("where no memory can be shared, one thread computes without", () =>
  with_altered_site(
    browser,
    (copy) => run_in_worker(copy, no_shared_memory),
    "?backend=wasm",
    async (page) => {
      const status = await model_is(page, ["notice"]);
      assert.match(status, /WASM, 1 thread: .*Using WASM, 1 thread without shared memory instead/);
      await predicts_rightly(page);
    },
  ));

test("where threads find no memory to share, one thread is tried before giving up", () =>
  with_altered_site(
    browser,
    (copy) =>
      run_in_worker(
        copy,
        `Object.defineProperty(navigator, "hardwareConcurrency", { value: 4 });
         Object.defineProperty(self, "crossOriginIsolated", { value: true });
         ${no_shared_memory}`,
      ),
    "?backend=wasm",
    async (page) => {
      assert.match(await model_is(page, ["notice"]), /WASM, 4 threads: .*Using WASM, 1 thread instead/);
      await predicts_rightly(page);
    },
  ));

test("a graphics processor that is lost after the first film gives way to WASM, and the page says so", () =>
  with_altered_site(
    browser,
    (copy) =>
      run_in_worker(
        copy,
        `let device;
         const request = GPUAdapter.prototype.requestDevice;
         GPUAdapter.prototype.requestDevice = async function (...options) {
           return (device = await request.apply(this, options));
         };
         ${after_predictions(1, "device.destroy();")}`,
      ),
    "?backend=webgpu",
    async (page) => {
      assert.match(await model_is(page, ["ready"]), /WebGPU/);
      const [first] = await predicts_rightly(page);
      assert.match(first.caption, /^Computed with WebGPU/);
      await drop(page, [films[1]]);
      const [, second] = await film_results(page, 2);
      assert.match(second.caption, /^Computed with WASM/);
      for (const [label, expected] of Object.entries(native[1].probabilities)) {
        assert.ok(Math.abs(second.probabilities[label] - expected) < 1e-3, label);
      }
      const said = /WebGPU: the graphics processor was lost\. Using WASM.* instead\. .* is ready: WASM/;
      assert.match(await model_is(page, ["notice"]), said);
    },
  ));

test("a runtime that runs out of memory is started again, and the film is predicted", () =>
  with_altered_site(
    browser,
    (copy) =>
      copy.edit(`${copy.app}/worker/session.js`, (text) =>
        text.replace(
          "const tensors = await inference.run(",
          `globalThis.runs = (globalThis.runs ?? 0) + 1;
           if (globalThis.runs === 2) throw new Error("failed to call OrtRun(). ERROR_MESSAGE: std::bad_alloc");
           $&`,
        ),
      ),
    "?backend=wasm",
    async (page) => {
      await predicts_rightly(page);
      const status = await model_is(page, ["notice"]);
      assert.match(status, /WASM, 1 thread: the browser gave it no more memory\. It was started again\./);
    },
  ));

test("a film for which there is no memory fails with a word, and the next one is predicted", () =>
  with_altered_site(
    browser,
    (copy) =>
      run_in_worker(
        copy,
        `const grow = WebAssembly.Memory.prototype.grow;
         addEventListener("message", ({ data }) => {
           const is_full = data.type === "predict" && data.id === 0;
           WebAssembly.Memory.prototype.grow = is_full ? () => { throw new RangeError("full"); } : grow;
         });`,
      ),
    "?backend=wasm",
    async (page) => {
      const { path, remove } = make_big_film();
      await drop(page, [path]);
      const [first] = await film_results(page, 1);
      remove();
      assert.ok(first.failed);
      assert.match(first.state, /no memory left for this film/);
      await drop(page, [films[0]]);
      const [, second] = await film_results(page, 2);
      assert.ok(!second.failed, second.state);
    },
  ));

test("a worker that ends is started again and reads all films; one at which it ends twice is left out", () =>
  with_altered_site(
    browser,
    (copy) =>
      copy.edit(`${copy.app}/worker/archive.js`, (text) =>
        text.replace(
          "if (!entry) return",
          `if (file.name === ${JSON.stringify(basename(films[1]))}) { close(); await new Promise(() => {}); } $&`,
        ),
      ),
    "?backend=wasm",
    async (page) => {
      await drop(page, films.slice(0, 3));
      const [first, second, third] = await film_results(page, 3);
      assert.ok(!first.failed && !third.failed);
      assert.match(second.state, /ended twice while it read this film/);
      assert.match(await model_is(page, ["notice"]), /The inference worker stopped: .* started again/);
    },
  ));

test("a worker that cannot be loaded is given up with a word and a way out", () =>
  with_altered_site(
    browser,
    (copy) => copy.rename(`${copy.app}/worker/worker.js`, "gone.js"),
    "?backend=wasm",
    async (page) => {
      assert.match(await model_is(page, ["error"]), /The inference worker stopped/);
      assert.ok(await page.getByRole("button", { name: "Try again" }).isVisible());
    },
  ));

test("graphics that the browser takes away leave the text, and are drawn again when they come back", () =>
  with_altered_site(
    browser,
    () => {},
    "?backend=wasm",
    async (page) => {
      await drop(page, [films[0]]);
      await film_results(page, 1);
      const picture = async () => {
        await page.waitForTimeout(500);
        return page.locator("#canvas").screenshot();
      };
      const before = await picture();
      await page.evaluate(() => {
        const graphics = document.getElementById("canvas").getContext("webgl2");
        window.taken = graphics.getExtension("WEBGL_lose_context");
        window.taken.loseContext();
      });
      await page.getByText("The browser took the viewer's graphics away").first().waitFor();
      assert.ok(await page.getByRole("table").first().isVisible());
      assert.ok(!(await picture()).equals(before), "the film is still drawn");
      await page.evaluate(() => window.taken.restoreContext());
      await page.waitForFunction(() => !document.getElementById("news").textContent);
      assert.ok((await picture()).equals(before), "the film is not drawn as before");
    },
  ));

test("a tab in the background, even a frozen one, goes on with its films when it comes back", () =>
  with_altered_site(
    browser,
    () => {},
    "?backend=wasm",
    async (page) => {
      const session = await page.context().newCDPSession(page);
      await drop(page, films.slice(0, 2));
      await session.send("Page.setWebLifecycleState", { state: "frozen" });
      await new Promise((resolve) => setTimeout(resolve, 2000));
      await session.send("Page.setWebLifecycleState", { state: "active" });
      const results = await film_results(page, 2);
      assert.ok(results.every(({ failed }) => !failed));
    },
  ));
