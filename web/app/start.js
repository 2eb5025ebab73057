// Runs before the page's modules, which may be long in coming or cannot run at all: keeps the films that come early, and
// says why nothing starts.
(() => {
  const page = document.documentElement;
  if (new URLSearchParams(location.search).has("embed")) page.dataset.embed = "";

  /** @type {DroppedFile[][]} */
  const early = [];
  window.chestlens_films = { early, take: (found) => void early.push(found) };
  const take = (/** @type {DroppedFile[]} */ found) => window.chestlens_films.take(found);
  const dragging = (/** @type {boolean} */ on) => document.body.classList.toggle("dragging", on);

  addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    dragging(true);
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) dragging(false);
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    dragging(false);
    const items = [...(event.dataTransfer?.items ?? [])].filter((item) => item.kind === "file");
    // The items are empty after the event.
    take(items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() })));
  });
  const input = () => /** @type {HTMLInputElement} */ (document.getElementById("files"));
  addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("#open-films")) input().click();
  });
  addEventListener("change", ({ target }) => {
    if (target !== input()) return;
    take([...(input().files ?? [])].map((file) => ({ entry: null, file })));
    input().value = "";
  });

  /** The first reason is said; main.js goes no further then.
   * @param {string} reason */
  function say(reason) {
    if ("started" in page.dataset || "refused" in page.dataset) return;
    page.dataset.refused = "";
    const show = () => {
      const news = document.getElementById("news");
      if (news) news.textContent = `ChestLens cannot start: ${reason}`;
      page.dataset.stopped = "";
    };
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", show);
    else show();
  }

  // A module with WebAssembly's vectors, and one with its exceptions.
  const vectors = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
  ];
  const exceptions = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 8, 1, 6, 0, 6, 64, 25, 11, 11];
  const knows = (/** @type {number[]} */ module) =>
    typeof WebAssembly === "object" && WebAssembly.validate(new Uint8Array(module));

  if (location.protocol === "file:") {
    say(
      "a browser runs no modules of a page that was opened as a file. Serve its folder, for example by " +
        '"python3 -m http.server" there, and open the address that this prints.',
    );
  } else if (!knows(vectors) || !knows(exceptions)) {
    say(
      "this browser is too old, or its WebAssembly is switched off: it wants WebAssembly with SIMD and exceptions. " +
        "Chrome and Edge from 95, Firefox from 114, and Safari from 16.4 have them.",
    );
  }
  addEventListener(
    "error",
    (event) => {
      if (event.target instanceof HTMLScriptElement) {
        say(
          "its scripts could not be loaded. Is the server still there, and the copy of the site on it whole? Reload.",
        );
      } else if (event instanceof ErrorEvent) {
        say(event.message);
      }
    },
    true,
  );
})();
