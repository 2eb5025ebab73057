// Who computes when: the worker's requests come at any time, and a model computes for one caller at a time.

/** Work one after the other, in the order asked for.
 * @returns {<T>(work: () => Promise<T>) => Promise<T>} */
export function create_turns() {
  /** @type {Promise<unknown>} */
  let queue = Promise.resolve();
  return (work) => {
    const done = queue.then(work);
    queue = done.catch(() => {});
    return done;
  };
}

/** Lets messages in that came while the network ran. */
export const other_messages = () => new Promise((resolve) => setTimeout(resolve));
