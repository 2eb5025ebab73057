import { open_page } from "./browser.mjs";
import { site } from "./films.mjs";
import { copy_site, serve } from "./server.mjs";

/** Serves a copy of the site that `alter(copy, url)` has changed, and opens it in a fresh profile
 * for `look(page)`. */
export async function with_altered_site(browser, alter, query, look) {
  const copy = copy_site(site);
  const server = await serve(copy.folder);
  const context = await browser.new_context();
  try {
    alter(copy, server.url);
    await look(await open_page(context, server.url + query, ["ready", "notice", "error"]));
  } finally {
    await context.close();
    await server.stop();
    copy.remove();
  }
}
