// Firefox and WebKitGTK, on a display of their own (Xvfb), behind the same few commands.
import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import puppeteer from "puppeteer-core";
import { free_port, wait } from "./server.mjs";

const found = (...programs) => programs.find((program) => existsSync(program));
const firefox = found(process.env.CHESTLENS_FIREFOX ?? "", "/usr/bin/firefox-esr", "/usr/bin/firefox");
const driver = found("/usr/bin/WebKitWebDriver");
const browser_of_driver = (() => {
  try {
    const files = execFileSync("dpkg", ["-L", "libwebkit2gtk-4.1-0"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return found(...files.split("\n").filter((path) => path.endsWith("/MiniBrowser")));
  } catch {
    return undefined;
  }
})();
const xvfb = found("/usr/bin/Xvfb");

/** For node's tests: why an engine's are skipped, or false. */
export const skip_firefox = firefox && xvfb ? false : "Firefox is not there: install firefox-esr and xvfb";
export const skip_webkit =
  driver && browser_of_driver && xvfb ? false : "WebKitGTK is not there: install webkit2gtk-driver and xvfb";

/** Starts a display; software draws on it. */
async function open_display() {
  const started = spawn(xvfb, ["-displayfd", "1", "-screen", "0", "1280x960x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const number = await new Promise((resolve, reject) => {
    started.stdout.once("data", (text) => resolve(String(text).trim()));
    started.once("exit", () => reject(new Error("Xvfb does not start")));
  });
  return {
    environment: { ...process.env, DISPLAY: `:${number}`, LIBGL_ALWAYS_SOFTWARE: "1" },
    close: () => started.kill(),
  };
}

/** Firefox: {open, run, pick, screenshot, close}. `run` calls a function in the page with values. */
export async function launch_firefox() {
  const display = await open_display();
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: firefox,
    headless: false, // WebGL wants a display
    env: display.environment,
    extraPrefsFirefox: { "webgl.force-enabled": true },
    args: ["--width=1280", "--height=900"],
    defaultViewport: null,
  });
  const page = await browser.newPage();
  return {
    open: (url) => page.goto(url),
    run: (work, ...values) => page.evaluate(work, ...values),
    pick: async (file) => (await page.$("#files")).uploadFile(file),
    screenshot: async () => Buffer.from(await page.screenshot()),
    close: () => browser.close().finally(display.close),
  };
}

/** WebKitGTK's MiniBrowser by its driver (W3C WebDriver): the same. */
export async function launch_webkit() {
  const display = await open_display();
  const port = await free_port();
  const started = spawn(driver, [`--port=${port}`], { stdio: "ignore", env: display.environment });
  const call = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`WebKitWebDriver: ${value.message ?? value.error}`);
    return value;
  };
  for (let attempt = 0; ; ++attempt) {
    const is_there = await call("GET", "/status").then(
      () => true,
      () => false,
    );
    if (is_there) break;
    if (attempt > 100) throw new Error("WebKitWebDriver does not answer");
    await wait(50);
  }
  const options = { binary: browser_of_driver, args: ["--automation"] };
  const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": options } };
  const { sessionId } = await call("POST", "/session", { capabilities });
  const session = `/session/${sessionId}`;
  await call("POST", `${session}/timeouts`, { script: 120_000 });
  await call("POST", `${session}/window/rect`, { width: 1280, height: 900 });
  return {
    open: (url) => call("POST", `${session}/url`, { url }),
    run: (work, ...values) =>
      call("POST", `${session}/execute/async`, {
        script: `const done = arguments[arguments.length - 1];
          Promise.resolve((${work})(...[...arguments].slice(0, -1))).then(done, (error) => done({ failed: String(error) }));`,
        args: values,
      }),
    // Its driver picks files only for an input that can be seen.
    pick: async (file) => {
      const show = (script) => call("POST", `${session}/execute/sync`, { script, args: [] });
      await show("document.getElementById('files').hidden = false;");
      const input = await call("POST", `${session}/element`, { using: "css selector", value: "#files" });
      await call("POST", `${session}/element/${Object.values(input)[0]}/value`, { text: file });
      await show("document.getElementById('files').hidden = true;");
    },
    screenshot: async () => Buffer.from(await call("GET", `${session}/screenshot`), "base64"),
    close: async () => {
      await call("DELETE", session).catch(() => {}); // it may have ended with its window
      started.kill();
      display.close();
    },
  };
}
