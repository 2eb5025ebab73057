// The requests of a page: only its own files, and nothing is sent.
import assert from "node:assert/strict";

/** The requests of a context's pages and workers from now on, as launch_logged() lists a browser's. */
export function requests_of(context) {
  const asked = [];
  context.on("request", (request) =>
    asked.push({
      method: request.method(),
      url: request.url().replace(/^blob:/, ""),
      has_body: request.postData() !== null,
    }),
  );
  return asked;
}

/** Every request is a GET of a file below `site_url`, without a body or data in its address. */
export function assert_private(requests, site_url) {
  assert.ok(requests.length > 20, "the log of requests is empty");
  for (const { method, url, has_body } of requests) {
    assert.ok(url.startsWith(site_url), `left the origin: ${method} ${url}`);
    assert.ok(method === "GET" && !has_body, `sent something: ${method} ${url}`);
    assert.ok(url.length < 200, `data in an address: ${url}`);
  }
}
