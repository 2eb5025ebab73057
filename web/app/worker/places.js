import { unwrap, words_of } from "./reply.js";

/** @import { FromWorker } from "../protocol" */
/** @import { Core, CoreMap } from "../chestlens_core.js" */
/** @import { Features, Model } from "./predict.js" */

/** A member that predicts, with its map where it has one. @typedef {Model & {map: () => Promise<CoreMap | undefined>}} MappedModel */

/** Places films on the members' maps. A film that is not like those of training is placed at once on the first member's,
 * to say how far it is; all films are, those before too, once the maps are shown.
 * @param {Core} core
 * @param {MappedModel[]} models
 * @param {(message: FromWorker, transfer?: Transferable[]) => void} post */
export function create_places(core, models, post) {
  /** Each film's features, by member. @type {Map<number, Features[]>} */
  const films = new Map();
  let are_shown = false;

  /** @param {number} id @param {number} member */
  async function place(id, member) {
    const features = films.get(id)?.[member];
    const map = features && (await models[member]?.map());
    if (!map) return;
    const { placed } = unwrap(core.place_film(map, features));
    post({ type: "placed", id, member, place: placed }, [placed.distances.buffer]);
  }

  /** @param {MappedModel} model @param {number} member */
  async function show(model, member) {
    const { title } = model.card;
    try {
      const map = await model.map();
      const points = map ? core.map_points(map) : null;
      const missing = map ? "" : `${title} has no map of films`;
      post({ type: "reference_map", member, title, points, missing, may_come: false });
      for (const id of films.keys()) await place(id, member);
    } catch (error) {
      const missing = `The map cannot be shown: ${words_of(error)}`;
      post({ type: "reference_map", member, title, points: null, missing, may_come: true });
    }
  }

  return {
    /** A film that was predicted. A map that cannot be fetched fails no film.
     * @param {number} id @param {Features[]} features by member @param {boolean} is_like */
    async add(id, features, is_like) {
      films.set(id, features);
      const members = are_shown ? models.keys() : is_like ? [] : [0];
      try {
        for (const member of members) await place(id, member);
      } catch (error) {
        console.warn("Where the film lies is not known:", error);
      }
    },

    /** The maps of all members, and every film's place. */
    async show() {
      are_shown = true;
      for (const [member, model] of models.entries()) await show(model, member);
    },
  };
}
