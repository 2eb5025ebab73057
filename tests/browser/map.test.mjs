// The map: films lie where `chestlens embed` places them, and it is used by mouse, touch and keyboard.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { ask_viewer, drop, film_results, launch, open_page, screenshot } from "./browser.mjs";
import { films, native_places, site } from "./films.mjs";
import { serve } from "./server.mjs";

const patience = 240_000;
const name = "browser-mobilenet";
const title = "MobileNetV2 of the browser tests";
let browser, server, folder;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(site)]);
  folder = mkdtempSync(join(tmpdir(), "chestlens-map-"));
});

after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true });
});

/** A BMP file of 256 x 256 pixels that is no film: a chessboard. */
function write_chessboard() {
  const [side, header_bytes] = [256, 54];
  const bytes = Buffer.alloc(header_bytes + 3 * side * side);
  bytes.write("BM");
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(header_bytes, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(side, 18);
  bytes.writeInt32LE(side, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  for (let i = 0; i < side * side; i++) {
    const is_white = (((i % side) >> 4) + (i >> 12)) % 2 === 1;
    if (is_white) bytes.fill(255, header_bytes + 3 * i, header_bytes + 3 * i + 3);
  }
  const file = join(folder, "chessboard.bmp");
  writeFileSync(file, bytes);
  return file;
}

/** To be called before films are dropped: has the page keep the maps and places that it gives the viewer. */
const keep_map = (page) =>
  page.evaluate(async () => {
    const { viewer } = await import(document.querySelector("script[type=module]").src);
    const { set_map, set_place } = viewer;
    globalThis.kept_maps = [];
    globalThis.kept_places = [];
    viewer.set_map = (member, title, points, missing, may_come) => {
      const [xs, ys] = points ? [[...points.x], [...points.y]] : [[], []];
      const width = Math.max(...xs) - Math.min(...xs);
      globalThis.kept_maps[member] = { title, films: xs.length, xs, ys, width, missing };
      return set_map(member, title, points, missing, may_come);
    };
    viewer.set_place = (id, member, place) => {
      globalThis.kept_places[id] = { ...place, member, distances: [...place.distances] };
      return set_place(id, member, place);
    };
  });

const map_of = async (page) => JSON.parse(await ask_viewer(page, "state")).map;

/** The page with all films predicted and its map on show, by the key. */
async function open_map(context, query = "backend=wasm") {
  const page = await open_page(context, `${server.url}?${query}`);
  await keep_map(page);
  await drop(page, films);
  await film_results(page, films.length);
  await page.keyboard.press("m");
  await page.waitForFunction((count) => globalThis.kept_places.filter(Boolean).length === count, films.length, {
    timeout: patience,
  });
  return page;
}

/** Waits until the map is as `is_so` says, by its name in the viewer's state. */
async function map_becomes(page, is_so, what) {
  for (let attempt = 0; attempt < 100; attempt++) {
    const map = await map_of(page);
    if (is_so(map)) return map;
    await page.waitForTimeout(50);
  }
  assert.fail(`${what}: ${JSON.stringify(await map_of(page))}`);
}

/** The middle of the map's area, in the page. */
const middle_of_map = (page) =>
  page.evaluate(() => {
    const { left, top, width, height } = document.getElementById("canvas").getBoundingClientRect();
    return width < 760
      ? { x: left + width / 2, y: top + 48 + Math.min(width, height / 2) / 2 - 20 }
      : { x: left + width / 2 - 28, y: top + height / 2 };
  });

/** The film of the map that is farthest to the left, and its place in the page: wasm/viewer's layout and map_view. */
const leftmost_film = (page) =>
  page.evaluate(() => {
    const { left, top, width, height } = document.getElementById("canvas").getBoundingClientRect();
    const [list, results, toolbar, status] = [264, 320, 48, 34];
    const area = { width: width - list - results, height: height - toolbar - status };
    const [{ xs, ys }] = globalThis.kept_maps;
    const middle_of = (values) => (Math.min(...values) + Math.max(...values)) / 2;
    const [center_x, center_y] = [middle_of(xs), middle_of(ys)];
    const radius = Math.max(...xs.map((x, i) => Math.hypot(x - center_x, ys[i] - center_y)));
    const scale = Math.min(area.width, area.height) / (2 * 1.18 * radius);
    const film = xs.indexOf(Math.min(...xs));
    return {
      film,
      x: left + list + area.width / 2 + scale * (xs[film] - center_x),
      y: top + toolbar + area.height / 2 - scale * (ys[film] - center_y),
    };
  });

test("films lie where chestlens embed places them, with the same nearest films", async () => {
  const context = await browser.new_context({ viewport: { width: 1440, height: 900 } });
  const page = await open_map(context);
  const [map] = await page.evaluate(() => globalThis.kept_maps);
  const places = await page.evaluate(() => globalThis.kept_places);
  assert.equal((await map_of(page)).films, map.films);
  for (const [id, expected] of native_places(films, name).entries()) {
    const { x, y, nearest, says, nearest_say, farther_than, distances } = places[id];
    const file = basename(films[id]);
    const away = Math.hypot(x - expected.x, y - expected.y);
    assert.ok(away <= 1e-3 * map.width, `${file}: ${away} of ${map.width} away`);
    assert.ok(Math.abs(farther_than - expected.farther_than) < 1e-3, file);
    assert.deepEqual(
      nearest.map((near) => [near.film, near.class_name, near.source, near.split]),
      expected.nearest.map((near) => [near.film, near.class, near.source, near.split]),
    );
    for (const [i, { film, distance }] of nearest.entries()) {
      assert.ok(Math.abs(distance - expected.nearest[i].distance) < 1e-2, `${file}: distance ${distance}`);
      assert.ok(Math.abs(distances[film] - distance) < 1e-5, file);
    }
    assert.deepEqual([says, nearest_say], [expected.says, expected.nearest_say], file);
    assert.equal(distances.length, map.films);
  }
  await screenshot(page, "map");

  await page.getByRole("button", { name: "Results as text" }).click();
  const article = page.locator("#films article").first();
  const [heading, rows] = [article.locator(".nearest h4"), article.locator(".nearest tbody tr")];
  assert.equal(await heading.textContent(), `Nearest films, as ${title} sees them`);
  assert.equal(await rows.count(), places[0].nearest.length);
  const [near] = places[0].nearest;
  assert.match(await rows.first().textContent(), new RegExp(`^${near.class_name}.*${near.split}`));
  await screenshot(page, "map-as-text");
  assert.deepEqual(page.complaints, []);
  await context.close();
});

test("the wheel zooms, a drag moves, a press looks, and Shift draws a lasso", async () => {
  const context = await browser.new_context({ viewport: { width: 1440, height: 900 } });
  const page = await open_map(context);
  const { x, y } = await middle_of_map(page);
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, -300);
  const zoomed = await map_becomes(page, ({ zoom }) => zoom > 1.2, "the wheel did not zoom");
  await page.mouse.down();
  await page.mouse.move(x + 60, y + 30, { steps: 4 });
  await page.mouse.up();
  await map_becomes(page, ({ center }) => center[0] < zoomed.center[0], "a drag did not move it");
  await page.keyboard.press("0");
  const { film, ...place } = await leftmost_film(page);
  await page.mouse.click(place.x, place.y);
  await map_becomes(page, ({ picked }) => picked === film, `a press did not look at film ${film}`);

  await page.keyboard.down("Shift");
  await page.mouse.move(x - 350, y - 350);
  await page.mouse.down();
  for (const [dx, dy] of [
    [350, -350],
    [350, 350],
    [-350, 350],
  ]) {
    await page.mouse.move(x + dx, y + dy, { steps: 6 });
  }
  await page.mouse.up();
  await page.keyboard.up("Shift");
  const { films: all } = await map_of(page);
  await map_becomes(page, ({ selection }) => selection === all, "the lasso does not hold all");
  await page.mouse.move(x, y + 320);
  await screenshot(page, "map-lasso");
  await page.keyboard.press("Escape");
  const { selection, picked } = await map_of(page);
  assert.deepEqual([selection, picked], [0, film]);
  assert.deepEqual(page.complaints, []);
  await context.close();
});

test("the keyboard alone walks the map", async () => {
  const context = await browser.new_context();
  const page = await open_map(context);
  const { nearest } = await page.evaluate(() => globalThis.kept_places[0]);
  await page.keyboard.press("n");
  await page.keyboard.press("n");
  assert.equal((await map_of(page)).picked, nearest[1].film);
  await page.keyboard.press("+");
  await page.keyboard.press("ArrowRight");
  const moved = await map_of(page);
  assert.ok(moved.zoom > 1 && moved.center[0] > 0.5, JSON.stringify(moved));
  await page.keyboard.press("c");
  assert.equal((await map_of(page)).by_source, true);
  await page.keyboard.press("v");
  assert.ok((await map_of(page)).selection > 0);
  await page.keyboard.press("a");
  assert.equal(await map_of(page), null);
  await context.close();
});

test("on a phone two fingers zoom it, and one draws a lasso", async () => {
  const context = await browser.new_context({ hasTouch: true });
  const page = await open_map(context);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.waitForTimeout(200);
  const { x, y } = await middle_of_map(page);
  const session = await page.context().newCDPSession(page);
  const touch = (type, ...spreads) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: spreads.flatMap((spread) => [
        { x: x - spread, y, id: 0 },
        { x: x + spread, y, id: 1 },
      ]),
    });
  await touch("touchStart", 30);
  for (const spread of [45, 60, 75, 90]) await touch("touchMove", spread);
  await touch("touchEnd");
  await map_becomes(page, ({ zoom }) => zoom > 2, "two fingers did not zoom it");
  await page.keyboard.press("0");
  await page.keyboard.press("f");
  const finger = (type, ...touchPoints) => session.send("Input.dispatchTouchEvent", { type, touchPoints });
  await finger("touchStart", { x: x - 170, y: y - 120 });
  for (const [dx, dy] of [
    [0, -120],
    [170, -120],
    [170, 120],
    [-170, 120],
  ]) {
    await finger("touchMove", { x: x + dx, y: y + dy });
    await page.waitForTimeout(30);
  }
  await finger("touchEnd");
  await map_becomes(page, ({ selection }) => selection > 0, "one finger drew no lasso");
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await page.waitForTimeout(200);
  await screenshot(page, "map-phone");
  await context.close();
});

test("a picture that is no film is drawn beyond all films, and the text says how far it is", async () => {
  const context = await browser.new_context();
  const page = await open_page(context, `${server.url}?backend=wasm`);
  await keep_map(page);
  await drop(page, [write_chessboard()]);
  await film_results(page, 1);
  await page.keyboard.press("m");
  await page.waitForFunction(() => globalThis.kept_maps.length === 1 && globalThis.kept_places.length === 1);
  const [{ is_far, says }] = await page.evaluate(() => globalThis.kept_places);
  assert.ok(is_far);
  await page.waitForTimeout(200);
  await screenshot(page, "map-far");
  await page.getByRole("button", { name: "Results as text" }).click();
  assert.match(await page.locator(".nearest .far p").textContent(), new RegExp(says.slice(1)));
  await context.close();
});

test("the text asks for the nearest films without the map", async () => {
  const context = await browser.new_context();
  const page = await open_page(context, `${server.url}?backend=wasm`);
  await drop(page, films.slice(0, 2));
  await film_results(page, 2);
  await page.getByRole("button", { name: "Results as text" }).click();
  assert.equal(await page.locator(".nearest table").count(), 0);
  await page.getByRole("button", { name: "Nearest films" }).first().click();
  await page.waitForFunction(() => document.querySelectorAll(".nearest table").length === 2, undefined, {
    timeout: patience,
  });
  assert.equal(await page.getByRole("button", { name: "Nearest films" }).count(), 0);
  assert.ok(
    await page
      .locator(".nearest")
      .first()
      .evaluate((box) => box === document.activeElement),
  );
  await context.close();
});

test("an ensemble's members have maps of their own, or say that they have none", async () => {
  const context = await browser.new_context();
  const page = await open_map(context, "backend=wasm&model=browser-both");
  await page.waitForFunction(() => globalThis.kept_maps.length === 2, undefined, { timeout: patience });
  const maps = await page.evaluate(() => globalThis.kept_maps);
  assert.equal(maps[0].title, title);
  assert.equal(maps[1].missing, "DenseNet-121 of the browser tests has no map of films");
  await page.keyboard.press("]");
  const { member, films: shown } = await map_of(page);
  assert.deepEqual([member, shown], [1, null]);
  await screenshot(page, "map-missing");
  assert.deepEqual(page.complaints, []);
  await context.close();
});
