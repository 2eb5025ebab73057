import { create_compare_text } from "./compare.js";

/** @import { Viewer } from "../chestlens_viewer.js" */
/** @import { Reply } from "../chestlens_core.js" */
/** @import { Catalog, FromWorker, Prediction, Ready } from "../protocol" */

/** What comparing needs of the page.
 * @typedef {object} ComparePage
 * @property {() => Viewer | undefined} viewer
 * @property {(id: number, model: string) => void} send_beside
 * @property {() => {id: number, name: string}[]} films
 * @property {(text: string) => void} announce
 * @property {(reply: Reply<object> | undefined) => void} check */

/** Models and films beside each other: the viewer and the text ask, the worker answers, and both show it.
 * @param {ComparePage} page */
export function create_comparisons(page) {
  /** @type {Catalog | undefined} */
  let catalog;
  /** The names of the models that answer. @type {string[]} */
  let opened = [];
  /** Films and models that the viewer waits for. @type {Set<string>} */
  const wanted = new Set();
  const offers = () => (catalog?.models ?? []).filter(({ name }) => !opened.includes(name));

  /** Makes a change of the weights and says what they are then.
   * @param {number} id @param {(viewer: Viewer) => Reply<object>} change */
  function weigh(id, change) {
    const viewer = page.viewer();
    if (!viewer) return;
    page.check(change(viewer));
    page.announce(text.says(id));
  }

  const text = create_compare_text({
    comparison(id) {
      const reply = page.viewer()?.comparison_json(id);
      return reply?.ok ? JSON.parse(reply.json) : undefined;
    },
    move_weight: (id, member, weight) => weigh(id, (viewer) => viewer.move_weight(member, weight)),
    reset: (id) => weigh(id, (viewer) => viewer.reset_weights()),
    undo: (id) => weigh(id, (viewer) => viewer.undo_weights()),
    redo: (id) => weigh(id, (viewer) => viewer.redo_weights()),
    want_beside: page.send_beside,
    offers,
    films: page.films,
  });

  /** @param {number} id @param {string} model */
  const key_of = (id, model) => `${id} ${model}`;

  return {
    /** @param {Catalog} given */
    set_catalog: (given) => void (catalog = given),

    /** Who answers from here on.
     * @param {Ready} ready */
    set_model({ members, ensemble }) {
      opened = members.map(({ card }) => card.name);
      const models = members.map(({ card: { name, title } }) => {
        const listed = ensemble?.members.find(({ model }) => model === name);
        return { weight: 1, ...listed, name, title };
      });
      page.check(page.viewer()?.set_compared_models(models, ensemble?.temperature ?? 1, offers()));
    },

    /** @param {Prediction} prediction */
    set_members: ({ id, members }) => page.check(page.viewer()?.set_members(id, members)),

    /** The part of a film that was predicted.
     * @param {Prediction} prediction @param {Ready} ready */
    part_of: (prediction, ready) => text.part_of(prediction, ready),

    /** The viewer wants it.
     * @param {number} id @param {string} model */
    send_beside(id, model) {
      wanted.add(key_of(id, model));
      page.send_beside(id, model);
    },

    show_weights: text.show_weights,

    /** @param {FromWorker} message
     * @returns {boolean} whether it was of these */
    receive(message) {
      if (message.type !== "beside" && message.type !== "no_beside") return false;
      const { id, model } = message;
      const viewer = wanted.delete(key_of(id, model)) ? page.viewer() : undefined;
      if (message.type === "beside") {
        const title = catalog?.models.find(({ name }) => name === model)?.title ?? model;
        text.set_beside(id, title, message.prediction);
        viewer?.set_beside(id, model, message.prediction); // perhaps no longer wanted
      } else {
        text.refuse_beside(id, message.message);
        viewer?.refuse_beside(id, model, message.message);
      }
      return true;
    },

    clear() {
      wanted.clear();
      text.clear();
    },
  };
}
