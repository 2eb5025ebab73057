import { button, element, table } from "./dom.js";
import { sentence } from "./trust.js";

/** @import { NearFilm, Place, Ready } from "../protocol" */

/** A film's nearest films on the members' maps, as tables; before they are asked for, a button that asks.
 * @param {Ready} ready
 * @param {() => void} show_maps */
export function create_nearest({ members }, show_maps) {
  const box = element("div", { className: "nearest", tabIndex: -1 });
  const mapped = members.filter(({ card }) => card.files.some(({ file }) => file === "map.bin")).length;
  const asking = button("Nearest films", () => {
    asking.disabled = true;
    asking.textContent = "Placing the film among those that the network knows";
    show_maps();
  });
  if (mapped > 0) box.append(asking);
  /** By member. @type {Map<number, HTMLElement>} */
  const tables = new Map();

  return {
    box,

    /** @param {string} words why a map cannot be shown */
    refuse(words) {
      if (!asking.disabled) return;
      asking.disabled = false;
      asking.textContent = `${sentence(words)} Try again`;
    },

    /** @param {number} member @param {string} title the member's @param {Place} place */
    set(member, title, place) {
      tables.set(member, nearest_table(title, place));
      const were_awaited = asking.disabled && asking.isConnected;
      const rest = tables.size < mapped ? [asking] : [];
      box.replaceChildren(...[...tables].sort(([a], [b]) => a - b).map(([, table]) => table), ...rest);
      if (were_awaited && rest.length === 0) box.focus({ preventScroll: true });
    },
  };
}

/** @param {string} title @param {Place} place */
function nearest_table(title, { nearest, nearest_say, says, is_far }) {
  return element(
    "section",
    { className: is_far ? "far" : "" },
    element("h4", {}, `Nearest films, as ${title} sees them`),
    element("p", {}, [nearest_say, says].map(sentence).join(" ")),
    table(["Class", "Source", "Split", "Distance"], nearest.map(cells_of)),
  );
}

/** @param {NearFilm} near */
const cells_of = ({ class_name, source, split, distance }) => [
  class_name,
  source,
  split,
  String(Number(distance.toPrecision(3))),
];
