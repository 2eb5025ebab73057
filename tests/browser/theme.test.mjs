// The page in light and in dark: as the system wishes, or as its list says; text and canvas alike.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ask_viewer, launch, open_page } from "./browser.mjs";
import { site } from "./films.mjs";
import { serve } from "./server.mjs";

let browser, server, context, page;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(site)]);
  context = await browser.new_context({ colorScheme: "light" });
  page = await open_page(context, `${server.url}?backend=wasm`);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const grounds = { light: "rgb(240, 243, 246)", dark: "rgb(8, 9, 11)" };

/** The ground of the text, and what the viewer says that it is drawn in. */
async function shown(of = page) {
  const ground = await of.evaluate(() => getComputedStyle(document.body).backgroundColor);
  return { ground, viewer: JSON.parse(await ask_viewer(of, "state")).theme };
}
const all = (theme) => ({ ground: grounds[theme], viewer: theme });

test("it follows the system, also when that changes", async () => {
  assert.equal(await page.locator("#theme").inputValue(), "auto");
  assert.deepEqual(await shown(), all("light"));
  await page.emulateMedia({ colorScheme: "dark" });
  assert.deepEqual(await shown(), all("dark"));
  await page.emulateMedia({ colorScheme: "light" });
  assert.deepEqual(await shown(), all("light"));
});

test("what is chosen stays, whatever the system does", async () => {
  await page.getByRole("combobox", { name: "Theme" }).selectOption("Dark");
  assert.deepEqual(await shown(), all("dark"));
  await page.emulateMedia({ colorScheme: "dark" });
  await page.getByRole("combobox", { name: "Theme" }).selectOption("Light");
  assert.deepEqual(await shown(), all("light"));
  await page.getByRole("combobox", { name: "Theme" }).selectOption("Auto");
  assert.deepEqual(await shown(), all("dark"));
});

test("the address may choose it, and an unknown one is as if there were none", async () => {
  for (const [query, theme] of [
    ["theme=dark", "dark"],
    ["theme=sepia", "light"],
  ]) {
    const other = await open_page(context, `${server.url}?backend=wasm&${query}`);
    assert.deepEqual(await shown(other), all(theme), query);
    await other.close();
  }
});

test("the canvas is drawn in it", async () => {
  const corner = async () => {
    const { x, y, height } = await page.locator("#canvas").boundingBox();
    const png = await page.screenshot({ clip: { x: x + 4, y: y + height - 8, width: 1, height: 1 } });
    return page.evaluate(
      async (bytes) => {
        const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
        const drawing = new OffscreenCanvas(1, 1).getContext("2d");
        drawing.drawImage(picture, 0, 0);
        return [...drawing.getImageData(0, 0, 1, 1).data];
      },
      [...png],
    );
  };
  await page.getByRole("combobox", { name: "Theme" }).selectOption("Light");
  await page.waitForTimeout(500);
  assert.deepEqual(await corner(), [255, 255, 255, 255]);
  await page.getByRole("combobox", { name: "Theme" }).selectOption("Dark");
  await page.waitForTimeout(500);
  assert.deepEqual(await corner(), [19, 21, 25, 255]);
});

test("every color of text reaches 4.5 to 1 on every ground, and that of controls and focus 3 to 1", async () => {
  const contrasts = await page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement("span"));
    const drawing = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const luminance = (color) => {
      probe.style.color = color;
      drawing.fillStyle = getComputedStyle(probe).color;
      drawing.fillRect(0, 0, 1, 1);
      const [red, green, blue] = [...drawing.getImageData(0, 0, 1, 1).data].map((level) => {
        const share = level / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrast = (one, other) => {
      const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
      return (high + 0.05) / (low + 0.05);
    };
    const grounds = [
      "var(--ground)",
      "var(--panel)",
      "var(--raised)",
      "color-mix(in srgb, var(--warn) 12%, var(--panel))",
      "color-mix(in srgb, var(--accent) 14%, var(--panel))",
    ];
    const found = [];
    for (const theme of ["light", "dark"]) {
      document.documentElement.dataset.theme = theme;
      for (const ground of grounds) {
        for (const text of ["--text", "--quiet", "--accent", "--warn", "--error"]) {
          found.push([theme, text, ground, contrast(`var(${text})`, ground), 4.5]);
        }
        for (const mark of ["--control", "--chance", "--whisker"]) {
          found.push([theme, mark, ground, contrast(`var(${mark})`, ground), 3]);
        }
      }
      found.push([theme, "--on-accent", "--accent", contrast("var(--on-accent)", "var(--accent)"), 4.5]);
      found.push([theme, "--on-accent", "--accent-hover", contrast("var(--on-accent)", "var(--accent-hover)"), 4.5]);
    }
    probe.remove();
    return found;
  });
  assert.ok(contrasts.length > 80);
  assert.deepEqual(
    contrasts.filter(([, , , reached, wanted]) => !(reached >= wanted)),
    [],
  );
});

test("nothing was complained of", () => assert.deepEqual(page.complaints, []));
