import { create_question_list } from "./question_list.js";
import { create_question_text } from "./question.js";
import { save_file } from "./save_file.js";

/** @import { Failed, Reply } from "../chestlens_core.js" */
/** @import { Viewer } from "../chestlens_viewer.js" */
/** @import { FromWorker, Ready } from "../protocol" */

/** What questions need of the page.
 * @typedef {object} QuestionPage
 * @property {() => Viewer | undefined} viewer
 * @property {(id: number, number: number, question: string) => void} send_question
 * @property {(id: number, kind: string, amounts: number[]) => void} send_curve
 * @property {(id: number) => string} name_of of a film
 * @property {(text: string) => void} announce
 * @property {(reply: Reply<object> | undefined) => void} check */

/** Questions of films: the viewer and the text ask, the worker answers, and both show it.
 * @param {QuestionPage} page */
export function create_questions(page) {
  const list = create_question_list((id, numbers) => text.set_list(id, numbers));
  const text = create_question_text(
    {
      ask(id, question) {
        const viewer = page.viewer();
        if (!viewer) return page.send_question(id, list.add(id), question);
        const reply = viewer.ask(id, question);
        if (!reply.ok) text.set_refused(id, reason(reply));
      },
      undo: (id) => (page.viewer() ? page.check(page.viewer()?.undo_question(id)) : list.take_back(id)),
      redo: (id) => (page.viewer() ? page.check(page.viewer()?.redo_question(id)) : list.redo(id)),
      remove: (id, number) =>
        page.viewer() ? page.check(page.viewer()?.remove_question(id, number)) : list.take_back(id, number),
      want_curve: () => (page.viewer() ? want_curve : undefined),
      save: () => (page.viewer() ? save : undefined),
    },
    page.announce,
  );

  /** @param {number} id @param {string} kind */
  const want_curve = (id, kind) => page.check(page.viewer()?.want_curve(id, kind));

  /** @param {number} id */
  function save(id) {
    const reply = page.viewer()?.questions_json(id);
    page.check(reply);
    if (reply?.ok) save_file(`${page.name_of(id)}.questions.json`, reply.json);
  }

  return {
    save,
    set_list: text.set_list,
    set_size: text.set_size,
    send_question: page.send_question,
    send_curve: page.send_curve,

    /** The part of a film that was predicted: nothing is asked of it yet.
     * @param {number} id @param {Ready} ready */
    part_of(id, ready) {
      list.forget(id);
      return text.part_of(id, ready);
    },

    /** Who answers from here on.
     * @param {Ready} ready */
    set_model({ name, members, ensemble }) {
      const weight_of = (/** @type {string} */ model) =>
        ensemble?.members.find((listed) => listed.model === model)?.weight ?? 1;
      const said = members.map(({ card }) => ({
        name: card.name,
        model_sha256: card.files.find(({ file }) => file === "model.onnx")?.sha256 ?? "",
        weight: weight_of(card.name),
      }));
      page.check(page.viewer()?.set_asked_model(name, said));
    },

    /** @param {FromWorker} message
     * @returns {boolean} whether it was of questions */
    receive(message) {
      const viewer = page.viewer();
      switch (message.type) {
        case "asked":
          text.set_asked(message);
          page.check(
            viewer?.set_asked_answer(message.id, message.number, message.after.probabilities, message.after.trust),
          );
          return true;
        case "not_asked":
          text.set_not_asked(message);
          page.check(viewer?.set_asked_failure(message.id, message.number, message.message));
          return true;
        case "curve_point":
          text.add_curve_point(message);
          page.check(viewer?.add_curve_point(message.id, message.kind, message.probabilities));
          return true;
        case "no_curve":
          text.set_no_curve(message);
          page.check(viewer?.stop_curve(message.id, message.kind, message.message));
          return true;
        default:
          return false;
      }
    },

    clear() {
      list.clear();
      text.clear();
    },
  };
}

/** @param {Failed} failed */
const reason = ({ context, message }) => (context ? `${context}: ${message}` : message);
