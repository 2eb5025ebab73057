import { element, percent, svg } from "./dom.js";

/** A share with its 95 % interval. `chance` is what it is set against, on average and at the most; `figure` what stands
 * beside the picture.
 * @typedef {{name: string, note?: string, value: number, low: number, high: number, chance?: number | null,
 *   chance_high?: number, is_marked?: boolean, figure?: string}} ChartRow */

/** Shares, each with its name, a dot with its whisker from 0 to 100 % and its figure as text, for who cannot see it too.
 * @param {string} caption
 * @param {ChartRow[]} rows */
export function interval_chart(caption, rows) {
  return element(
    "figure",
    { className: "chart" },
    element("figcaption", {}, caption),
    element("ul", {}, ...rows.map(chart_row)),
    scale(),
  );
}

/** @param {ChartRow} row */
function chart_row(row) {
  const note = row.note ? [element("small", {}, row.note)] : [];
  return element(
    "li",
    {},
    element("span", { className: "name" }, row.name, " ", ...note),
    interval_picture(row),
    element("span", { className: "figure" }, row.figure ?? share_text(row)),
  );
}

/** "82.7 % (78.8–86.0)".
 * @param {ChartRow} row */
const share_text = ({ value, low, high }) => `${percent(value)} (${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)})`;

/** What a chart's scale reads, below its rows. */
function scale() {
  const marks = ["0", "50", "100\u00a0%"].map((mark) => element("span", {}, mark));
  const box = element("div", { className: "scale" }, element("span", { className: "marks" }, ...marks));
  box.setAttribute("aria-hidden", "true");
  return box;
}

/** A dot with its whisker, a diamond where it is marked, over grey from chance to its most.
 * @param {ChartRow} row */
export function interval_picture({ value, low, high, chance, chance_high, is_marked = false }) {
  const picture = svg("svg", { class: is_marked ? "interval marked" : "interval", "aria-hidden": "true" });
  for (const share of [0, 0.5, 1]) picture.append(line("grid", share, 2, 18));
  if (chance !== undefined && chance !== null) picture.append(...grey(chance, chance_high ?? chance));
  picture.append(svg("line", { class: "whisker", x1: at(low), x2: at(high), y1: 10, y2: 10 }));
  for (const end of [low, high]) picture.append(line("whisker", end, 7, 13));
  picture.append(is_marked ? diamond(value) : svg("circle", { class: "value", cx: at(value), cy: 10, r: 4 }));
  return picture;
}

/** From chance to its most.
 * @param {number} chance @param {number} most */
const grey = (chance, most) => [
  svg("rect", { class: "chance", x: at(chance), y: 4, width: at(Math.max(0, most - chance)), height: 12 }),
  line("chance", chance, 4, 16),
];

/** A share's place on the scale, at its ends where it lies beyond it.
 * @param {number} share */
const at = (share) => `${Number((100 * Math.min(1, Math.max(0, share))).toFixed(2))}%`;

/** @param {string} name @param {number} share @param {number} top @param {number} bottom */
const line = (name, share, top, bottom) =>
  svg("line", { class: name, x1: at(share), x2: at(share), y1: top, y2: bottom });

/** @param {number} share */
const diamond = (share) =>
  svg("svg", { x: at(share), y: 10, class: "symbol" }, svg("path", { class: "value", d: "M0-6L6 0L0 6L-6 0Z" }));

/** What dots, whiskers and grey stand for.
 * @param {string} chance what grey stands for
 * @param {string} [marked] what a diamond stands for */
export function legend(chance, marked) {
  const example = { name: "", value: 0.5, low: 0.1, high: 0.9 };
  const entries = [
    key(interval_picture(example), "the figure with its 95 % interval"),
    ...(marked ? [key(interval_picture({ ...example, is_marked: true }), marked)] : []),
    key(svg("svg", { class: "interval", "aria-hidden": "true" }, ...grey(0.2, 0.8)), chance),
  ];
  return element("p", { className: "legend" }, ...entries);
}

/** @param {SVGElement} picture @param {string} text */
const key = (picture, text) => element("span", {}, picture, text);
