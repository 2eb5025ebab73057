/** @typedef {"dark" | "light"} Theme */

const prefers_dark = matchMedia("(prefers-color-scheme: dark)");

/** Colors the page as the list of themes says: "dark", "light", or "auto", which is as the system does.
 * @param {HTMLSelectElement} select
 * @param {string | null} wanted what is chosen at first, where the list has it */
export function create_theme(select, wanted) {
  if ([...select.options].some(({ value }) => value === wanted)) select.value = wanted ?? "auto";
  const color_page = () => void (document.documentElement.dataset.theme = select.value);
  select.addEventListener("change", color_page);
  color_page();
  /** @returns {Theme} */
  const shown = () => {
    const is_dark = select.value === "auto" ? prefers_dark.matches : select.value === "dark";
    return is_dark ? "dark" : "light";
  };
  return {
    /** Tells of the theme on show, now and whenever it changes. @param {(theme: Theme) => void} show */
    follow(show) {
      for (const source of [select, prefers_dark]) source.addEventListener("change", () => show(shown()));
      show(shown());
    },
  };
}
