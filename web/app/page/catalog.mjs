/** @import { Catalog } from "../protocol" */

export const catalog_url = new URL("models/catalog.json", document.baseURI).href;

/** The models on offer, and the one to open: `asked` if it is there, else the default.
 * @param {string | null} asked
 * @returns {Promise<{models: Catalog["models"], chosen: string}>} */
export async function load_catalog(asked) {
  const response = await fetch(catalog_url, { cache: "no-cache" }).catch(() => undefined);
  if (!response?.ok) throw new Error("models/catalog.json could not be fetched: is the server still there?");
  /** @type {Catalog} */
  const catalog = await response.json();
  const names = catalog.models.map(({ name }) => name);
  return { models: catalog.models, chosen: asked && names.includes(asked) ? asked : catalog.default };
}

/** The folder of a model's bundle.
 * @param {string} name */
export const model_url = (name) => new URL(`${encodeURIComponent(name)}/`, catalog_url).href;
