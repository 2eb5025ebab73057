/** @import { News } from "./news.js" */

const build = new URL("..", import.meta.url).pathname.split("/").at(-2) ?? "";

/** Whether the server has another build of the site by now than the one that runs here. */
async function is_updated() {
  try {
    const response = await fetch(new URL(".", location.href), { cache: "no-cache" });
    return response.ok && !(await response.text()).includes(`${build}/`);
  } catch {
    return false;
  }
}

/** To be called where something failed: says so where the reason may be an update of the site, of which this page asks for
 * files that are there no more.
 * @param {News} news
 * @param {(text: string) => void} announce */
export function create_update_check(news, announce) {
  /** @type {Promise<void> | undefined} */
  let looking;
  async function look() {
    if (await is_updated()) {
      const message = "This site was updated while the page was open. Reload it to go on, then open the films again.";
      news.show(message, { label: "Reload", do: () => location.reload() });
      announce(message);
    }
    looking = undefined;
  }
  return () => void (looking ??= look());
}
