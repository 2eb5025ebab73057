// The inference worker: opens one model, then answers films one at a time, in order. A film is
// decoded and shown as soon as the card is known, while the model may still be on its way.
import create_core from "../chestlens_core.mjs";
import { load_card, load_file } from "./bundle.mjs";
import { create_meter } from "./download.mjs";
import { decode_film, describe_film, predict_film } from "./predict.mjs";
import { open_session } from "./session.mjs";

/** @import { FromWorker, ToWorker } from "../protocol" */

/** @typedef {Awaited<ReturnType<typeof open_card>>} OpenedCard */
/** @typedef {Awaited<ReturnType<typeof open_model>>} OpenedModel */

/**
 * @param {FromWorker} message
 * @param {Transferable[]} [transfer] */
const post = (message, transfer = []) => postMessage(message, transfer);

const meter = create_meter((received_bytes, total_bytes) =>
  post({ type: "loading", received_bytes, total_bytes }),
);

/** @param {unknown} error */
const message_of = (error) => (error instanceof Error ? error.message : String(error));

/** @param {string} model_url */
async function open_card(model_url) {
  const core = await create_core();
  return { core, ...(await load_card(core, model_url, meter)) };
}

/**
 * @param {OpenedCard} opened
 * @param {string} model_url
 * @param {import("../protocol").BackendChoice} choice */
async function open_model({ checked, card }, model_url, choice) {
  const files = ["model.onnx", checked.reference_input];
  const [model, reference] = await Promise.all(
    files.map((file) => load_file(card, model_url, file, meter)),
  );
  if (!model || !reference) throw new Error("the bundle is not complete");
  const bundle = { model, reference: new Float32Array(reference.buffer), card: checked };
  const session = await open_session(bundle, choice, meter, (message) => post({ type: "notice", message }));
  const urls = ["model.json", ...files].map((file) => model_url + file).concat(session.urls);
  post({
    type: "ready",
    backend: session.backend,
    card,
    certificate_difference: session.certificate_difference,
    urls,
  });
  return session;
}

/**
 * @param {number} id
 * @param {File} file
 * @param {Promise<OpenedCard>} card_opened
 * @param {Promise<OpenedModel>} model_opened */
async function answer(id, file, card_opened, model_opened) {
  const { core, checked } = await card_opened;
  const { film, decode_ms } = await decode_film(core, file);
  try {
    const described = describe_film(core, checked, id, film);
    post(described, [described.pixels.buffer]);
    const session = await model_opened;
    const prediction = await predict_film(core, checked, session, id, film, decode_ms);
    post(prediction, [prediction.heatmaps.buffer]);
  } finally {
    film.delete();
  }
}

/** @param {Extract<ToWorker, {type: "open"}>} message */
function open({ model_url, backend }) {
  const card_opened = open_card(model_url);
  const model_opened = card_opened.then((opened) => open_model(opened, model_url, backend));
  model_opened.catch((error) => {
    meter.stop();
    post({ type: "refused", message: message_of(error) });
  });
  let queue = Promise.resolve();
  return (/** @type {Extract<ToWorker, {type: "predict"}>} */ { id, file }) => {
    queue = queue
      .then(() => answer(id, file, card_opened, model_opened))
      .catch((error) => post({ type: "failure", id, message: message_of(error) }));
  };
}

addEventListener("message", (first) => {
  const predict = open(first.data);
  addEventListener("message", ({ data }) => predict(data));
}, { once: true });
