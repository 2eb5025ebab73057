// The predictions that the WebAssembly build makes of parity_predictions' dump, compared bit by bit.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fields } from "./reply.mjs";

/** Splits a dumped file into one part per film. */
function floats_by_film(folder, name, films) {
  const bytes = readFileSync(join(folder, `${name}.f32`));
  const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const length = values.length / films;
  if (!Number.isInteger(length) || length === 0) throw new Error(`${name}.f32: ${values.length} values`);
  return Array.from({ length: films }, (_, film) => values.slice(film * length, (film + 1) * length));
}

const bits_of = (values) => new Uint32Array(values.buffer, values.byteOffset, values.length);

function first_difference(ours, theirs) {
  if (ours.length !== theirs.length) return `${ours.length} values, ${theirs.length} expected`;
  const [own_bits, other_bits] = [bits_of(ours), bits_of(theirs)];
  const place = own_bits.findIndex((bits, at) => bits !== other_bits[at]);
  return place < 0 ? undefined : `value ${place} is ${ours[place]}, native's is ${theirs[place]}`;
}

function compare_prediction(prediction, expected, film, name) {
  return ["probabilities", "heatmaps"].flatMap((what) => {
    const difference = first_difference(prediction[what](), expected[what][film]);
    return difference ? [`film ${film}, ${what} of ${name}: ${difference}`] : [];
  });
}

const load_expected = (folder, name, films) => ({
  probabilities: floats_by_film(folder, `${name}.probabilities`, films),
  heatmaps: floats_by_film(folder, `${name}.heatmaps`, films),
});

function load_model(core, folder, { name, weight }, films) {
  const { card } = fields(core.parse_card(readFileSync(join(folder, `${name}.json`), "utf8")));
  const outputs = ["logits", "activations", "cam_weights"].map((output) =>
    floats_by_film(folder, `${name}.${output}`, films),
  );
  return { name, weight, card, outputs, expected: load_expected(folder, name, films) };
}

/** {passed, failed}, in films. */
export function compare_predictions(core, folder, { films, temperature, models: listed }) {
  const models = listed.map((model) => load_model(core, folder, model, films));
  const expected = load_expected(folder, "ensemble", films);
  let failed = 0;
  for (let film = 0; film < films; film++) {
    const members = models.map(({ card, outputs, weight }) => ({
      prediction: fields(core.predict_from(card, ...outputs.map((output) => output[film]))).prediction,
      weight,
    }));
    const { prediction: combined } = fields(core.combine(members, temperature));
    const differences = [
      ...members.flatMap(({ prediction }, m) =>
        compare_prediction(prediction, models[m].expected, film, models[m].name),
      ),
      ...compare_prediction(combined, expected, film, "the ensemble"),
    ];
    for (const difference of differences) console.log(`FAILED ${difference}`);
    if (differences.length > 0) failed++;
    for (const { prediction } of members) prediction.delete();
    combined.delete();
  }
  for (const { card } of models) card.delete();
  return { passed: films - failed, failed };
}
