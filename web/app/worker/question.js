// Questions of films: the answer to a film with a part covered or changed, and the answers along a slider.
import { predict_film } from "./predict.js";
import { unwrap, words_of } from "./reply.js";
import { other_messages } from "./turns.js";

/** @import { AnswerSaid, FromWorker, ToWorker } from "../protocol" */
/** @import { Core } from "../chestlens_core.js" */
/** @import { KeptFilm, Wanted } from "./kept_film.js" */
/** @import { Model } from "./predict.js" */

/** @typedef {Extract<ToWorker, {type: "ask"}>} AskRequest */
/** @typedef {Extract<ToWorker, {type: "curve"}>} CurveRequest */

/** Answers "ask" and "curve". A model computes for one caller at a time: all that uses one goes through `in_turn`.
 * @param {Promise<{core: Core, models: Model[], temperature: number}>} opened
 * @param {KeptFilm} kept
 * @param {(request: AskRequest) => boolean} is_current whether the film was not changed since
 * @param {<T>(work: () => Promise<T>) => Promise<T>} in_turn
 * @param {(message: FromWorker) => void} post */
export function create_questioner(opened, kept, is_current, in_turn, post) {
  /** To the films as they are. @type {Map<number, AnswerSaid>} */
  const answers = new Map();
  /** @type {Set<{id: number, is_cancelled: boolean}>} */
  const curves = new Set();

  /** @param {Wanted} wanted
   * @param {(core: Core) => string} question_of JSON
   * @returns {Promise<AnswerSaid>} */
  async function answer_to(wanted, question_of) {
    const { core, models, temperature } = await opened;
    const { film: asked } = unwrap(core.ask_film(await kept.film_of(core, wanted), question_of(core)));
    try {
      const { predicted } = await predict_film(core, models, temperature, asked, { names_surprise: false });
      return { probabilities: predicted.probabilities, trust: predicted.trust };
    } finally {
      asked.delete();
    }
  }

  /** @param {AskRequest} request */
  async function answer(request) {
    const { id, number, question, ...film } = request;
    const { core, models } = await opened;
    if (!is_current(request)) return;
    const before = answers.get(id);
    if (!before) throw new Error("the film has no answer yet");
    const after = await answer_to({ id, ...film }, () => question);
    if (!is_current(request)) return;
    const classes = models[0]?.card.classes ?? [];
    const said = unwrap(core.say_answer(question, classes, before, after));
    post({ type: "asked", id, number, words: said.words, summary: said.summary, before, after });
  }

  return {
    /** The answer to the film as it is.
     * @param {number} id @param {AnswerSaid} answer */
    set_answer: (id, { probabilities, trust }) => answers.set(id, { probabilities: probabilities.slice(), trust }),

    /** @param {AskRequest} request */
    ask: (request) =>
      in_turn(() => answer(request)).catch((error) =>
        post({ type: "not_asked", id: request.id, number: request.number, message: words_of(error) }),
      ),

    /** One amount at a time, so that films and questions get their turn in between.
     * @param {CurveRequest} request */
    async curve({ kind, amounts, ...film }) {
      const { id } = film;
      const curve = { id, is_cancelled: false };
      curves.add(curve);
      try {
        for (const amount of amounts) {
          const question_of = (/** @type {Core} */ core) => unwrap(core.change_question(kind, amount)).question;
          const { probabilities } = await in_turn(() => answer_to(film, question_of));
          if (curve.is_cancelled) return;
          post({ type: "curve_point", id, kind, amount, probabilities });
          await other_messages();
        }
      } catch (error) {
        if (!curve.is_cancelled) post({ type: "no_curve", id, kind, message: words_of(error) });
      } finally {
        curves.delete(curve);
      }
    },

    /** The film is to be predicted again: what was asked of it means nothing.
     * @param {number} id */
    forget(id) {
      answers.delete(id);
      for (const curve of curves) if (curve.id === id) curve.is_cancelled = true;
    },
  };
}
