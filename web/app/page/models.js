import { element } from "./dom.js";

/** @import { Catalog } from "../protocol" */

/** Fills the list of models and ensembles, once; with a single entry it stays hidden.
 * @param {HTMLSelectElement} select
 * @param {Catalog} catalog
 * @param {string} chosen */
export function offer_models(select, { models, ensembles }, chosen) {
  if (select.options.length > 0) return;
  const options = (/** @type {{name: string, title: string}[]} */ entries) =>
    entries.map(({ name, title }) => element("option", { value: name, textContent: title, selected: name === chosen }));
  const group = (/** @type {string} */ label, /** @type {HTMLOptionElement[]} */ children) =>
    element("optgroup", { label }, ...children);
  if (ensembles.length === 0) select.append(...options(models));
  else select.append(group("Ensembles", options(ensembles)), group("Models", options(models)));
  select.hidden = models.length + ensembles.length < 2;
}
