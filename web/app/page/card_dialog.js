import { filter_card } from "./card_search.js";
import { by_id } from "./dom.js";

const dialog = by_id("card", HTMLDialogElement);
const body = by_id("card-body", HTMLElement);
const search_field = by_id("search-card", HTMLInputElement);
const found_line = by_id("found-card", HTMLElement);

/** Puts another model's card into the dialog.
 * @param {string} title
 * @param {HTMLElement[]} contents */
export function fill_card(title, contents) {
  by_id("card-title", HTMLHeadingElement).textContent = title;
  body.replaceChildren(...contents);
  search("");
  open_linked_place();
}

/** Opens the card at the element with this id, `card-findings` or `finding-3` (of an ensemble's member NAME-finding-3):
 * unfolds what hides it, scrolls there, and marks it.
 * @param {string} place
 * @returns {boolean} whether the card has such a place */
export function open_card_at(place) {
  const found = document.getElementById(place);
  if (!found || !body.contains(found)) return false;
  search("");
  if (!dialog.open) dialog.showModal();
  for (let at = found.closest("details"); at; at = at.parentElement?.closest("details") ?? null) at.open = true;
  unmark();
  found.dataset.marked = "";
  found.focus({ preventScroll: true });
  found.scrollIntoView({ block: found.matches("section") ? "start" : "center" });
  return true;
}

/** Wires the dialog's buttons, its search and links into it. @param {HTMLButtonElement} opener */
export function prepare_card(opener) {
  opener.addEventListener("click", () => dialog.showModal());
  by_id("close-card", HTMLButtonElement).addEventListener("click", () => dialog.close());
  by_id("print-card", HTMLButtonElement).addEventListener("click", () => print());
  search_field.addEventListener("input", () => search(search_field.value));
  search_field.addEventListener("keydown", clear_by_escape);
  body.addEventListener("click", follow_link);
  dialog.addEventListener("close", leave);
  addEventListener("hashchange", open_linked_place);
  addEventListener("beforeprint", () => dialog.open && unfold_for_print());
  addEventListener("afterprint", fold_after_print);
}

/** @param {string} text */
function search(text) {
  search_field.value = text;
  const found = filter_card(body, text);
  found_line.textContent = found === undefined ? "" : found === 0 ? "Nothing found" : `${found} found`;
}

/** Escape clears the search first, and closes the card next.
 * @param {KeyboardEvent} event */
function clear_by_escape(event) {
  if (event.key !== "Escape" || search_field.value === "") return;
  event.preventDefault();
  search("");
}

/** @param {MouseEvent} event */
function follow_link(event) {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link?.hash || !open_card_at(link.hash.slice(1))) return;
  event.preventDefault();
  history.replaceState(null, "", link.hash);
}

/** A link's place on the card, where the page's address names one. */
const linked_place = () => location.hash.slice(1);

function open_linked_place() {
  if (location.hash) open_card_at(linked_place());
}

function leave() {
  unmark();
  const linked = document.getElementById(linked_place());
  if (linked && body.contains(linked)) history.replaceState(null, "", location.pathname + location.search);
}

function unmark() {
  for (const marked of body.querySelectorAll("[data-marked]")) marked.removeAttribute("data-marked");
}

function unfold_for_print() {
  for (const details of body.querySelectorAll("details:not([open])")) {
    details.setAttribute("open", "");
    details.setAttribute("data-printed", "");
  }
}

function fold_after_print() {
  for (const details of body.querySelectorAll("details[data-printed]")) {
    details.removeAttribute("open");
    details.removeAttribute("data-printed");
  }
}
