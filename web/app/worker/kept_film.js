import { decode_film } from "./predict.js";

/** @import { FilmChange, FilmFile } from "../protocol" */
/** @import { Core, CoreFilm } from "../chestlens_core.js" */

/** @typedef {{id: number, file: FilmFile, change: FilmChange}} Wanted a film, as it is to be read */

/** The film that was decoded last, for who asks of it again: no other is kept, and none outlives the next. */
export function create_kept_film() {
  /** @type {{id: number, read: string, film: CoreFilm} | undefined} */
  let kept;

  /** Owns the film from here on.
   * @param {Wanted} wanted @param {CoreFilm} film */
  function keep({ id, change, file: { frame } }, film) {
    kept?.film.delete();
    kept = { id, read: JSON.stringify([change, frame]), film };
    return film;
  }

  return {
    keep,

    /** The film, decoded again where another one came in between. It is lent.
     * @param {Core} core @param {Wanted} wanted */
    async film_of(core, wanted) {
      const read = JSON.stringify([wanted.change, wanted.file.frame]);
      if (kept?.id === wanted.id && kept.read === read) return kept.film;
      return keep(wanted, (await decode_film(core, wanted.file, wanted.change)).film);
    },
  };
}

/** @typedef {ReturnType<typeof create_kept_film>} KeptFilm */
