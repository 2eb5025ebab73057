import { button } from "./dom.js";

/** A line above the viewer, for what a person should know wherever they look, and may do something about.
 * @param {HTMLElement} box */
export function create_news(box) {
  if ("refused" in document.documentElement.dataset) throw new Error("start.js said why this cannot start");
  box.replaceChildren(); // what it says where the page does not start
  document.documentElement.dataset.started = "";
  return {
    /** @param {string} text @param {{label: string, do: () => void}} [action] */
    show: (text, action) => box.replaceChildren(text, ...(action ? [" ", button(action.label, action.do)] : [])),
    clear: () => box.replaceChildren(),
  };
}

/** @typedef {ReturnType<typeof create_news>} News */
