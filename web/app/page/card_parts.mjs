import { element, percent } from "./dom.mjs";

/** @import { Metric } from "../protocol" */
/** @typedef {"h3" | "h4"} Level */

/** A heading with what is below it; nothing where that is nothing.
 * @param {Level} level
 * @param {string} title
 * @param {(HTMLElement | undefined)[]} contents */
export function section(level, title, ...contents) {
  const shown = contents.filter((content) => content !== undefined);
  return shown.length > 0 ? [element(level, {}, title), ...shown] : [];
}

/** The audit's findings on what the score may come from, in a frame of its own.
 * @param {Level} level
 * @param {string[]} findings */
export function audit_notice(level, findings) {
  const contents = section(level, "Where the score may come from", list(findings));
  const notice = element("div", { className: "audit", role: "note" }, ...contents);
  return contents.length > 0 ? [notice] : [];
}

/** @param {string[]} sentences */
export function list(sentences) {
  if (sentences.length === 0) return undefined;
  return element("ul", {}, ...sentences.map((sentence) => element("li", {}, sentence)));
}

/** @param {[string, string][]} pairs */
export function facts(pairs) {
  return element("dl", {}, ...pairs.flatMap(([term, text]) => [element("dt", {}, term), element("dd", {}, text)]));
}

/** The metrics of the part of the films that is listed first (the test films, where they were scored), and
 * below them, folded away, those of the others.
 * @param {Metric[]} metrics */
export function metrics_tables(metrics) {
  const part_of = (/** @type {Metric} */ { measured_on }) => measured_on.split(",", 1)[0] ?? "";
  return [...new Set(metrics.map(part_of))].map((part, i) => {
    const figures = metrics_table(metrics.filter((metric) => part_of(metric) === part));
    return i === 0 ? figures : element("details", {}, element("summary", {}, `On ${part} films`), figures);
  });
}

/** @param {Metric[]} metrics */
function metrics_table(metrics) {
  return table(
    ["Metric", "Value", "95 % interval", "Measured on"],
    metrics.map(({ name, value, low, high, measured_on }) => [
      name,
      percent(value),
      `${(100 * low).toFixed(1)}–${percent(high)}`,
      measured_on,
    ]),
  );
}

/** @param {string[]} columns @param {string[][]} rows */
export function table(columns, rows) {
  const head = columns.map((column) => element("th", { scope: "col" }, column));
  const body = rows.map(([first = "", ...rest]) =>
    element("tr", {}, element("th", { scope: "row" }, first), ...rest.map((text) => element("td", {}, text))),
  );
  return element(
    "div",
    { className: "scroll", tabIndex: 0 },
    element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body)),
  );
}
