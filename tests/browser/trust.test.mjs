// A model that does not compute what it should is found out before the first film.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { with_altered_site } from "./altered.mjs";
import { drop, film_results, launch, model_is } from "./browser.mjs";
import { films } from "./films.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** ONNX Runtime's WASM build in the place of its GPU build, off by `error` in the first logit: what a
 * graphics processor that computes wrongly looks like, without the wait for a software one. */
const wrong_gpu = (wasm_url, error) => `
  import * as real from ${JSON.stringify(wasm_url)};
  export const env = real.env;
  export const Tensor = real.Tensor;
  export const InferenceSession = {
    create: async (model) => {
      const session = await real.InferenceSession.create(model, { executionProviders: ["wasm"] });
      return {
        release: () => session.release(),
        run: async (feeds, fetches) => {
          const outputs = await session.run(feeds, fetches);
          outputs.logits.data[0] += ${error};
          return outputs;
        },
      };
    },
  };
`;

function make_gpu_wrong(copy, url, error) {
  const runtime = `${copy.app}/ort`;
  copy.copy(`${runtime}/ort-wasm-simd-threaded.wasm`, `${runtime}/ort-wasm-simd-threaded.asyncify.wasm`);
  copy.write(`${runtime}/ort.webgpu.bundle.min.js`, wrong_gpu(`${url}${runtime}/ort.wasm.bundle.min.js`, error));
}

test("a graphics processor that computes wrongly gives way to WASM, and the page says so", () =>
  with_altered_site(
    browser,
    (copy, url) => make_gpu_wrong(copy, url, 0.005),
    "?backend=webgpu",
    async (page) => {
      const status = await model_is(page, ["notice"]);
      assert.match(status, /WebGPU: .*its logits .* differ from the certificate by 0\.005,.*Using WASM/);
      await drop(page, [films[0]]);
      const [film] = await film_results(page, 1);
      assert.match(film.caption, /^Computed with WASM/);
    },
  ));

test("a difference within the limit is accepted", () =>
  with_altered_site(
    browser,
    (copy, url) => make_gpu_wrong(copy, url, 0.0005),
    "?backend=webgpu",
    async (page) => assert.match(await model_is(page, ["ready"]), /WebGPU/),
  ));

test("a runtime that does not start gives way to WASM", () =>
  with_altered_site(
    browser,
    (copy) => copy.write(`${copy.app}/ort/ort-wasm-simd-threaded.asyncify.wasm`, "not WebAssembly"),
    "?backend=webgpu",
    async (page) => assert.match(await model_is(page, ["notice"]), /WebGPU: .*Using WASM/s),
  ));

test("where no backend gives the certificate's logits, nothing is predicted", () =>
  with_altered_site(
    browser,
    (copy, url) => {
      make_gpu_wrong(copy, url, 0);
      copy.edit(`models/${copy.model}/model.json`, (text) => {
        const card = JSON.parse(text);
        card.certificate.reference_logits[0] += 0.01;
        return JSON.stringify(card);
      });
    },
    "?backend=webgpu",
    async (page) => {
      const status = await model_is(page, ["error"]);
      assert.match(status, /predicts nothing.*WebGPU: .*certificate.*WASM.*certificate/s);
      await drop(page, [films[0]]);
      const [film] = await film_results(page, 1);
      assert.ok(film.failed);
      assert.match(film.state, /predicts nothing/);
    },
  ));

test("a damaged model file is named", () =>
  with_altered_site(
    browser,
    (copy) => {
      const path = `models/${copy.model}/model.onnx`;
      const bytes = copy.read(path);
      bytes[bytes.length >> 1] ^= 1;
      copy.write(path, bytes);
    },
    "?backend=wasm",
    async (page) => assert.match(await model_is(page, ["error"]), /model\.onnx is damaged/),
  ));

test("a missing model file is named", () =>
  with_altered_site(
    browser,
    (copy) => copy.rename(`models/${copy.model}/model.onnx`, "gone"),
    "?backend=wasm",
    async (page) => assert.match(await model_is(page, ["error"]), /model\.onnx could not be fetched.*404/),
  ));

test("a card that is not in order is refused by the field", () =>
  with_altered_site(
    browser,
    (copy) =>
      copy.edit(`models/${copy.model}/model.json`, (text) => JSON.stringify({ ...JSON.parse(text), temperature: -1 })),
    "?backend=wasm",
    async (page) => assert.match(await model_is(page, ["error"]), /temperature/),
  ));

/** Changes the card of the opened model, and has it describe model.onnx as it is now. */
const edit_card = (copy, change) =>
  copy.edit(`models/${copy.model}/model.json`, (text) => {
    const card = JSON.parse(text);
    const model = copy.read(`models/${copy.model}/model.onnx`);
    const listed = card.files.find(({ file }) => file === "model.onnx");
    Object.assign(listed, { bytes: model.length, sha256: createHash("sha256").update(model).digest("hex") });
    change(card);
    return JSON.stringify(card);
  });

test("a model that is not what its card describes is refused before it runs", () =>
  with_altered_site(
    browser,
    (copy) =>
      edit_card(copy, (card) => {
        card.classes.push("another class");
        card.certificate.reference_logits.push(0);
      }),
    "?backend=wasm",
    async (page) => assert.match(await model_is(page, ["error"]), /not the model that its card describes: logits/),
  ));

test("a model with what ChestLens never exports is refused, its digests being right", () =>
  with_altered_site(
    browser,
    (copy) => {
      const path = `models/${copy.model}/model.onnx`;
      const functions = Buffer.from([0xca, 0x01, 0x00]); // field 25 of ModelProto, empty
      copy.write(path, Buffer.concat([copy.read(path), functions]));
      edit_card(copy, () => {});
    },
    "?backend=wasm",
    async (page) => assert.match(await model_is(page, ["error"]), /model\.onnx: has functions of its own/),
  ));

test("a card with a key twice is refused, which the page alone would take for the last one", () =>
  with_altered_site(
    browser,
    (copy) =>
      copy.edit(`models/${copy.model}/model.json`, (text) =>
        text.replace('"temperature"', '"temperature": 9, "temperature"'),
      ),
    "?backend=wasm",
    async (page) => assert.match(await model_is(page, ["error"]), /temperature: is there twice/),
  ));

test("a file that is longer than its card says is not fetched to its end", () =>
  with_altered_site(
    browser,
    (copy) => {
      const path = `models/${copy.model}/model.onnx`;
      copy.write(path, Buffer.concat([copy.read(path), Buffer.alloc(1)]));
    },
    "?backend=wasm",
    async (page) => assert.match(await model_is(page, ["error"]), /model\.onnx has more than the \d+ bytes/),
  ));
