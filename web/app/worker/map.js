import { lists, load_file } from "./bundle.js";
import { unwrap } from "./reply.js";

/** @import { Core, CoreMap } from "../chestlens_core.js" */
/** @import { Member } from "./bundle.js" */
/** @import { Meter } from "./download.js" */

/** The file of a bundle that holds its map. */
export const map_file = "map.bin";

/** Fetches the map of a bundle when it is first asked for, and keeps it; undefined where it has none.
 * @param {Core} core
 * @param {Member} member
 * @param {Meter} meter
 * @returns {() => Promise<CoreMap | undefined>} */
export function map_on_demand(core, member, meter) {
  /** @type {Promise<CoreMap | undefined> | undefined} */
  let map;
  const load = async () => {
    if (!lists(member, map_file)) return undefined;
    const bytes = await load_file(member, map_file, meter);
    return unwrap(core.parse_map(member.checked, bytes), `${member.card.name}/${map_file}`).map;
  };
  return () => {
    map ??= load();
    map.catch(() => (map = undefined)); // the next film asks again
    return map;
  };
}
