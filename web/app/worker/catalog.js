import { download, file_name, most_json_bytes } from "./download.js";
import { message_of, unwrap } from "./reply.js";

/** @import { Catalog } from "../protocol" */
/** @import { Core, CoreCatalog } from "../chestlens_core.js" */
/** @import { Meter } from "./download.js" */

/** The catalog as the core has checked it, and whole for the page.
 * @param {Core} core
 * @param {string} catalog_url
 * @param {Meter} meter
 * @returns {Promise<{checked: CoreCatalog, catalog: Catalog}>} */
export async function load_catalog(core, catalog_url, meter) {
  const json = await download(catalog_url, meter, most_json_bytes);
  const { catalog: checked } = unwrap(core.parse_catalog(json), file_name(catalog_url));
  return { checked, catalog: JSON.parse(new TextDecoder().decode(json)) };
}

/** The model or ensemble called `asked`; if there is none, `notice` gets the core's words and the default is opened.
 * @param {Core} core
 * @param {CoreCatalog} catalog
 * @param {string} asked a name, or "" for the default
 * @param {(message: string) => void} notice */
export function open_entry(core, catalog, asked, notice) {
  const found = core.find_entry(catalog, asked);
  if (found.ok) return found.entry;
  notice(`${message_of(found)}. Using the default instead.`);
  return unwrap(core.find_entry(catalog, "")).entry;
}
