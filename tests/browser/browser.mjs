// Chromium as a person would use it: opens the page, drops files, reads what is there.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const flags = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--enable-unsafe-webgpu",
  "--disable-gpu-watchdog",
  // WebAssembly's baseline compiler alone: a test is over before the optimizing one has been through
  // the runtime's 14 MB, and each page would pay for it.
  "--js-flags=--liftoff-only",
];

/** For launch(): WebAssembly is compiled as at a visitor's. */
export const both_compilers = "--js-flags=--no-liftoff-only";

/** Milliseconds; a software graphics processor on a busy machine takes its time. */
const patience = 240_000;

/** Chromium with a fresh profile. */
export async function launch(extra_flags = []) {
  const browser = await chromium.launch({
    executablePath: process.env.CHESTLENS_CHROMIUM ?? "/usr/bin/chromium",
    args: [...flags, ...extra_flags],
  });
  const report_crash = () => console.error("Chromium crashed or was killed");
  browser.on("disconnected", report_crash);
  return {
    new_context: (options) =>
      browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: "dark", ...options }),
    close: () => {
      browser.off("disconnected", report_crash);
      return browser.close();
    },
  };
}

/** Chromium that writes all its traffic, workers' included, to a log. Its close() returns every
 * request that a page or worker of ours started. */
export async function launch_logged() {
  const folder = mkdtempSync(join(tmpdir(), "chestlens-browser-"));
  const log = join(folder, "net.json");
  const browser = await launch([`--log-net-log=${log}`]);
  return {
    ...browser,
    close: async () => {
      await browser.close();
      const requests = requests_in(readFileSync(log, "utf8"));
      rmSync(folder, { recursive: true });
      return requests;
    },
  };
}

function requests_in(log) {
  const { constants, events } = JSON.parse(log);
  const start = constants.logEventTypes.URL_REQUEST_START_JOB;
  return events
    .filter(({ type, params }) => type === start && params?.initiator?.startsWith("http"))
    .map(({ params }) => ({ method: params.method, url: params.url, has_body: "upload_id" in params }));
}

/** Opens the page in a new tab and waits until its model is ready (or `kind`, e.g. "error"). */
export async function open_page(context, url, kinds = ["ready", "notice"]) {
  const page = await context.newPage();
  page.complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error") page.complaints.push(message.text());
  });
  page.on("pageerror", (error) => page.complaints.push(error.message));
  await page.goto(url);
  await model_is(page, kinds);
  return page;
}

/** Waits until the model's state is one of `kinds`; fails at once on an error not asked for. */
export async function model_is(page, kinds = ["ready", "notice"]) {
  const status = page.locator("#model-status");
  await page.waitForFunction(
    (wanted) => wanted.includes(document.getElementById("model-status").dataset.kind),
    [...kinds, "error"],
    { timeout: patience },
  );
  const kind = await status.getAttribute("data-kind");
  if (!kinds.includes(kind)) throw new Error(`the model is not ready: ${await status.textContent()}`);
  return status.textContent();
}

/** Drags files or folders from the desktop over the page and lets go. */
export async function drop(page, paths) {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, x: 500, y: 400, data });
  }
  await session.detach();
}

/** Waits until `count` films have a prediction or a failure; returns them as the page shows them. */
export async function film_results(page, count) {
  await page.waitForFunction(
    (wanted) => document.querySelectorAll("#films article:is(.failed, :has(table))").length === wanted,
    count,
    { timeout: patience },
  );
  return page.$$eval("#films article", (articles) => {
    // The film's prediction comes first, then what lies nearest to it.
    const rows_of = (article, what) => article.querySelector("table")?.querySelectorAll(what) ?? [];
    const column_of = (article, column) =>
      Object.fromEntries(
        [...rows_of(article, "tbody tr")].map((row) => [
          row.cells[0].textContent,
          Number(row.cells[column].querySelector("data").value),
        ]),
      );
    return articles.map((article) => ({
      name: article.querySelector("h3").textContent,
      state: article.querySelector(".failed .state, .verdict").textContent,
      trust: article.querySelector(".trust p")?.firstChild.textContent,
      failed: article.classList.contains("failed"),
      caption: article.querySelector("caption")?.textContent,
      columns: [...rows_of(article, "thead th")].slice(1).map((heading) => heading.textContent),
      probabilities: column_of(article, 1),
      members: [...rows_of(article, "thead th")].slice(2).map((_, m) => column_of(article, m + 2)),
    }));
  });
}

/** Calls the viewer that the page runs: its module exports it. */
export const ask_viewer = (page, question, ...values) =>
  page.evaluate(
    async ([name, args]) => {
      const { viewer } = await import(document.querySelector("script[type=module]").src);
      return viewer[name](...args);
    },
    [question, values],
  );

/** Saves what the page looks like in build/browser/NAME.png. */
export async function screenshot(page, name) {
  const folder = process.env.CHESTLENS_SCREENSHOTS;
  if (!folder) throw new Error("CHESTLENS_SCREENSHOTS is not set: run tests/browser/run.sh");
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
