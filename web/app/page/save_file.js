import { element } from "./dom.js";

/** Gives a text to the person as a file.
 * @param {string} name
 * @param {string} text */
export function save_file(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url));
}
