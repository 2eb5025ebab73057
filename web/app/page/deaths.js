/** So often a worker is started again before a model was ready. */
const most_in_vain = 4;

/** What is to be done when the worker ends: it is started again and reads all films; a film at which it ended twice is left
 * out. Films are answered in the order in which they were asked for, so that the first without an answer was at work. */
export function create_deaths() {
  /** @type {Set<number>} */
  const waiting = new Set();
  /** @type {Map<number, number>} */
  const deaths_at = new Map();
  let in_vain = 0;
  return {
    /** @param {number} id */
    asked: (id) => void (waiting.delete(id), waiting.add(id)),
    /** @param {number} id */
    answered: (id) => void waiting.delete(id),
    /** A model is to be opened: its worker is asked for everything again. */
    begin: () => waiting.clear(),
    ready: () => void (in_vain = 0),
    /** @param {number} id */
    is_left_out: (id) => (deaths_at.get(id) ?? 0) > 1,

    /** The worker ended.
     * @returns {{may_start: boolean, waiting: number[]}} whether to start it again, and who waits for it */
    note() {
      const [at_work] = waiting;
      if (at_work !== undefined) deaths_at.set(at_work, (deaths_at.get(at_work) ?? 0) + 1);
      in_vain += 1;
      return { may_start: in_vain <= most_in_vain, waiting: [...waiting] };
    },
  };
}
