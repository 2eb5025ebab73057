import { button, element, upper_case } from "./dom.js";

/** @import { QuestionChoices } from "../protocol" */

/** @typedef {{width: number, height: number}} FilmSize in pixels */

/** Asks with a part covered that is found on the film, or a rectangle or an ellipse by its pixels.
 * @param {QuestionChoices} choices
 * @param {FilmSize} size
 * @param {(question: object) => void} ask */
export function cover_form({ parts, fills }, { width, height }, ask) {
  const shapes = ["rectangle", "ellipse"].map((name) => ({ name, words: `${name} at these pixels` }));
  const area = select([...parts, ...shapes]);
  const fill = select(fills.map((name) => ({ name, words: name })));
  const sides = {
    left: number_input(Math.round(width / 4), 0, width),
    top: number_input(Math.round(height / 4), 0, height),
    right: number_input(Math.round((3 * width) / 4), 0, width),
    bottom: number_input(Math.round((3 * height) / 4), 0, height),
  };
  const box = element(
    "span",
    { className: "box", hidden: true },
    ...Object.entries(sides).map(([name, input]) => labeled(upper_case(name), input)),
  );
  const is_shape = () => shapes.some(({ name }) => name === area.value);
  area.addEventListener("change", () => (box.hidden = !is_shape()));
  const question = () => ({
    ask: "cover",
    area: area.value,
    ...(is_shape() && {
      box: Object.fromEntries(Object.entries(sides).map(([name, { valueAsNumber }]) => [name, valueAsNumber])),
    }),
    fill: fill.value,
  });
  return form(
    "Ask with it covered",
    () => ask(question()),
    labeled("Cover", area),
    labeled("by", fill, { name: "Covered by" }),
    box,
  );
}

/** Asks with the film changed by an amount, or along all amounts.
 * @param {QuestionChoices} choices
 * @param {FilmSize} size
 * @param {(question: object) => void} ask
 * @param {((kind: string) => void) | undefined} want_curve */
export function change_form({ changes }, { width, height }, ask, want_curve) {
  const kind = select(changes.map(({ name }) => ({ name, words: name })));
  const amount = number_input(1, 0, 1);
  const unit = element("span", {});
  const show = () => {
    const chosen = changes.find(({ name }) => name === kind.value);
    if (!chosen) return;
    // A film is known by its own size alone: up to there it is coarsened.
    const high = chosen.name === "resolution" ? Math.min(width, height) : chosen.high;
    amount.min = String(Math.min(chosen.low, high));
    amount.max = String(high);
    amount.step = chosen.is_whole ? "1" : "any";
    amount.value = String(chosen.name === "resolution" ? high : chosen.neutral);
    unit.textContent = ` ${chosen.unit} `;
  };
  kind.addEventListener("change", show);
  show();
  const question = () => ({ ask: "change", change: kind.value, amount: amount.valueAsNumber });
  const made = form(
    "Ask with it changed",
    () => ask(question()),
    labeled("Change", kind),
    labeled("to", amount, { name: "Amount", after: [unit] }),
  );
  if (want_curve) made.append(button("Along the whole slider", () => want_curve(kind.value)));
  return made;
}

/** Fields and a button that submits them, in one line.
 * @param {string} label
 * @param {() => void} submit
 * @param {HTMLElement[]} fields */
function form(label, submit, ...fields) {
  const made = element("form", { noValidate: true }, ...fields, element("button", { type: "submit" }, label));
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  return made;
}

/** @param {{name: string, words: string}[]} options */
const select = (options) =>
  element("select", {}, ...options.map(({ name, words }) => element("option", { value: name }, words)));

/** @param {number} value @param {number} low @param {number} high */
const number_input = (value, low, high) =>
  element("input", { type: "number", min: String(low), max: String(high), value: String(value) });

/** A field with its label before it, and perhaps something after it.
 * @param {string} text
 * @param {HTMLInputElement | HTMLSelectElement} field
 * @param {{name?: string, after?: HTMLElement[]}} [options] what the field is called where it is read out */
function labeled(text, field, { name = text, after = [] } = {}) {
  field.ariaLabel = name;
  return element("label", {}, `${text} `, field, ...after);
}
