import { download, file_name } from "./download.mjs";
import { unwrap } from "./reply.mjs";

/** @import { Catalog, CatalogEnsemble, CatalogMember } from "../protocol" */
/** @import { Core } from "../chestlens_core.mjs" */
/** @import { Meter } from "./download.mjs" */

/** What the page offers, checked by the core.
 * @param {Core} core
 * @param {string} catalog_url
 * @param {Meter} meter
 * @returns {Promise<Catalog>} */
export async function load_catalog(core, catalog_url, meter) {
  const json = new TextDecoder().decode(await download(catalog_url, meter));
  unwrap(core.check_catalog(json), file_name(catalog_url));
  return JSON.parse(json);
}

/** The model or ensemble called `asked`; the default where there is none of that name.
 * @param {Catalog} catalog
 * @param {string | null} asked
 * @returns {{name: string, title: string, ensemble: CatalogEnsemble | undefined, members: CatalogMember[], temperature: number}} */
export function find_entry(catalog, asked) {
  const named = (/** @type {string | null} */ wanted) =>
    [...catalog.models, ...catalog.ensembles].find(({ name }) => name === wanted);
  const entry = named(asked) ?? named(catalog.default);
  if (!entry) throw new Error("the catalog has no default");
  const { name, title } = entry;
  const ensemble = catalog.ensembles.find((one) => one === entry);
  const { members, temperature } = ensemble ?? { members: [{ model: name, weight: 1 }], temperature: 1 };
  return { name, title, ensemble, members, temperature };
}
