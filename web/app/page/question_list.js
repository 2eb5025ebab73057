/** What is asked of each film where there is no viewer that knows it.
 * @param {(id: number, numbers: number[]) => void} on_change */
export function create_question_list(on_change) {
  /** @type {Map<number, {asked: number[], undone: number[], last: number}>} */
  const films = new Map();
  const film = (/** @type {number} */ id) => {
    const known = films.get(id) ?? { asked: [], undone: [], last: 0 };
    films.set(id, known);
    return known;
  };
  const tell = (/** @type {number} */ id) => on_change(id, [...film(id).asked]);

  return {
    /** The number of a new question.
     * @param {number} id */
    add(id) {
      const { asked, undone } = film(id);
      const number = ++film(id).last;
      asked.push(number);
      undone.length = 0;
      tell(id);
      return number;
    },

    /** @param {number} id @param {number} [number] the newest where none is given */
    take_back(id, number) {
      const { asked, undone } = film(id);
      const place = number === undefined ? asked.length - 1 : asked.indexOf(number);
      if (place < 0) return;
      undone.push(...asked.splice(place, 1));
      tell(id);
    },

    /** @param {number} id */
    redo(id) {
      const { asked, undone } = film(id);
      asked.push(...undone.splice(-1));
      tell(id);
    },

    /** @param {number} id */
    forget: (id) => films.delete(id),

    clear: () => films.clear(),
  };
}
