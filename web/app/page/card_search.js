/** What a search finds or leaves out: a sentence, a row, a finding, a fact. */
const entry_selector = "li, tbody.finding, tbody:not(.finding, .test) > tr, dl > div, .verdict, p";

/** What helps to read, and is no entry. */
const aid_selector = ".legend, .contents, .more, .title, tbody.test";

/** What goes where nothing in it is found. */
const container_selector = "section, details, figure, .scroll, .audit, ul, dl";

/** A folded part's name, without the tally beside it. */
const heading_selector = ":scope > :is(h3, h4, summary:not(:has(.name)), figcaption, .title), :scope > summary > .name";

/** Leaves of the card what has every word of `text`, in itself or in the headings above it, and unfolds it; without a
 * word all comes back, folded as it was.
 * @param {HTMLElement} body
 * @param {string} text
 * @returns {number | undefined} how many entries were found; undefined without a word */
export function filter_card(body, text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  restore(body);
  if (words.length === 0) return undefined;
  const found = entries_of(body).filter((entry) => {
    const about = [entry, ...headings_of(entry, body)].map(({ textContent }) => textContent).join(" ");
    return words.every((word) => about.toLowerCase().includes(word));
  });
  hide_all_but(body, found);
  for (const details of body.querySelectorAll("details")) {
    if (details.open || details.hidden) continue;
    details.open = true;
    details.dataset.unfolded = "";
  }
  return found.length;
}

/** @param {HTMLElement} body */
function restore(body) {
  for (const hidden of body.querySelectorAll("[hidden]")) hidden.removeAttribute("hidden");
  for (const details of body.querySelectorAll("details")) {
    if (details.dataset.unfolded === undefined) continue;
    details.open = false;
    delete details.dataset.unfolded;
  }
}

/** The entries that are part of no other.
 * @param {HTMLElement} body */
const entries_of = (body) =>
  [...body.querySelectorAll(entry_selector)].filter(
    (entry) => !entry.closest(aid_selector) && !entry.parentElement?.closest(entry_selector),
  );

/** @param {Element} entry @param {HTMLElement} body */
function above(entry, body) {
  const elements = [];
  for (let at = entry.parentElement; at && at !== body; at = at.parentElement) elements.push(at);
  return elements;
}

/** The headings under which an entry stands.
 * @param {Element} entry
 * @param {HTMLElement} body */
function headings_of(entry, body) {
  const headings = above(entry, body).flatMap((one) => [...one.querySelectorAll(heading_selector)]);
  const test = test_of(entry);
  return test ? [...headings, test] : headings;
}

/** The heading of a finding's test, which stands before it in the table.
 * @param {Element} entry */
function test_of(entry) {
  let at = entry.matches("tbody.finding") ? entry : null;
  while (at && !at.matches("tbody.test")) at = at.previousElementSibling;
  return at;
}

/** @param {HTMLElement} body @param {Element[]} found */
function hide_all_but(body, found) {
  const kept = new Set(found.flatMap((entry) => [entry, ...above(entry, body), test_of(entry)]));
  const hide = (/** @type {Iterable<Element>} */ elements) => {
    for (const one of elements) one.toggleAttribute("hidden", !kept.has(one));
  };
  hide(entries_of(body));
  const is_outside = (/** @type {Element} */ one) => !one.parentElement?.closest(entry_selector);
  hide([...body.querySelectorAll(`${aid_selector}, ${container_selector}`)].filter(is_outside));
  for (const title of body.querySelectorAll(".audit:not([hidden]) > .title")) title.removeAttribute("hidden");
}
