// The films to drop, and what `chestlens predict` says of them.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const required = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run tests/browser/run.sh`);
  return value;
};

export const site = required("CHESTLENS_SITE");

/** One film of each class, by the manifest of the data set at hand. */
export const films = (() => {
  const folder = required("CHESTLENS_FILMS");
  const [, ...rows] = readFileSync(join(folder, "manifest.csv"), "utf8").trim().split("\n");
  const first_of = new Map();
  for (const [file, label] of rows.map((row) => row.split(","))) {
    if (!first_of.has(label)) first_of.set(label, join(folder, file));
  }
  return [...first_of.values()];
})();

/** A good film with its end cut off, a text that calls itself an image, an empty file. */
export function make_bad_files() {
  const folder = mkdtempSync(join(tmpdir(), "chestlens-bad-"));
  const write = (name, bytes) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const good = readFileSync(films[0]);
  const extension = basename(films[0]).split(".").pop();
  return {
    paths: [
      write(`cut.${extension}`, good.subarray(0, good.length >> 1)),
      write("letter.png", "Dear radiologist, please find enclosed no film.\n"),
      write("empty.jpg", ""),
    ],
    remove: () => rmSync(folder, { recursive: true }),
  };
}
