"""compare.py TABLE FOLDER [--write]: what becomes of a suite's files, beside Pillow.

FOLDER is a checkout of the suite that TABLE's head names, whose last line says which files are compared; they are not in this
repository. Each is decoded by the program (parity_dump of build/native, or of CHESTLENS_NATIVE_BUILD) and by Pillow, whose
picture is made grey as films are: Rec. 601 luma, alpha over black, the largest page, seen upright, values without a range
spread from the lowest to the highest. The table has a line for each file: its name; read, with the largest difference of a grey
level on a scale of 255, or - where Pillow does not read it, or refused, with the reason; and, where Pillow reads it and the
program refuses it or differs by more than one level, why that is right. Compares with the table, or with --write makes it again
and keeps those reasons. Exit code 1 where a row differs, lacks its reason, or names no file."""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy
from PIL import Image, ImageOps

Image.MAX_IMAGE_PIXELS = 50_000_000  # twice as many are an error, as they are too many for the program


bits_per_sample, sample_format = 258, 339  # tags of TIFF


def tag(image, number, otherwise):
    value = getattr(image, "tag_v2", {}).get(number, (otherwise,))
    return value[0] if isinstance(value, tuple) else value


def spread(values):
    values = values.astype(numpy.float64)
    finite = values[numpy.isfinite(values)]
    low, high = finite.min(), finite.max()
    levels = (values - low) / max(high - low, 1e-300) * 255
    return numpy.where(numpy.isfinite(values), levels, 0)


def over_black(grey, alpha):
    return grey if not alpha.any() else grey * alpha / 255


def luma(rgb):
    return numpy.floor((299 * rgb[..., 0] + 587 * rgb[..., 1] + 114 * rgb[..., 2] + 500) / 1000)


def largest_page(image):
    sizes = []
    for page in range(getattr(image, "n_frames", 1)):
        image.seek(page)
        sizes.append(image.size[0] * image.size[1])
    image.seek(sizes.index(max(sizes)))
    return image


def pillow_page(path):
    """The page that is compared, as it is seen upright; None where Pillow does not read it."""
    try:
        with Image.open(path) as image:
            if image.format == "TIFF":
                image = largest_page(image)
            image.load()
            turned = getattr(image, "_tile_orientation", None)  # of some TIFFs, when they are loaded
            upright = image.copy() if turned else ImageOps.exif_transpose(image)
            upright.format, upright.tag_v2 = image.format, getattr(image, "tag_v2", {})
            return upright
    except Exception:  # of any kind: it is not read
        return None


def pillow_grey(path):
    """Grey levels 0..255 as Pillow reads the file, not rounded; None where it does not."""
    image = pillow_page(path)
    if image is None:
        return None
    values = numpy.asarray(image)
    if image.mode == "I" and tag(image, sample_format, 1) == 1:
        values = values.view(numpy.uint32)  # Pillow takes them for signed ones
    if image.mode == "F" or (image.mode == "I" and image.format != "PNG"):
        return spread(values)
    if image.mode.startswith("I"):
        return values / (2.0 ** tag(image, bits_per_sample, 16) - 1) * 255
    if image.mode in ("1", "L") and "transparency" not in image.info:
        return numpy.asarray(image.convert("L")).astype(numpy.float64)
    rgba = numpy.asarray(image.convert("RGBA")).astype(numpy.float64)
    return over_black(luma(rgba), rgba[..., 3])


def program_films(files):
    build = Path(os.environ.get("CHESTLENS_NATIVE_BUILD", "build/native"))
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([build / "tests/parity/parity_dump", folder, *files], check=True, stdout=subprocess.DEVNULL)
        for film in json.loads((Path(folder) / "index.json").read_text())["films"]:
            if "error" not in film:
                pixels = numpy.fromfile(Path(folder) / film["pixels"], "<u2").astype(numpy.float64)
                film["grey"] = pixels.reshape(film["height"], film["width"]) * 255 / film["max_level"]
            yield film


def difference(film, pillow):
    if pillow is None:
        return "-"
    if pillow.shape != film["grey"].shape:
        return f"{film['width']} x {film['height']} pixels, Pillow {pillow.shape[1]} x {pillow.shape[0]}"
    return str(int(numpy.floor(numpy.abs(pillow - film["grey"]).max() + 0.5)))


def rows_of(folder, patterns):
    files = sorted(path for pattern in patterns for path in folder.rglob(pattern))
    for path, film in zip(files, program_films(files)):
        pillow = pillow_grey(path)
        state = ("refused", film["message"]) if "error" in film else ("read", difference(film, pillow))
        wants_reason = pillow is not None and (state[0] == "refused" or state[1] not in ("0", "1"))
        yield str(path.relative_to(folder)), *state, wants_reason


def read_table(table):
    head, rows = [], {}
    for line in table.read_text().splitlines() if table.exists() else []:
        if line.startswith("#"):
            head.append(line)
        else:
            name, state, words, reason = (line.split("\t") + [""])[:4]
            rows[name] = (state, words, reason)
    return head, rows


def main(table, folder, write):
    head, known = read_table(table)
    wrong, lines = 0, []
    for name, state, words, wants_reason in rows_of(folder, head[-1].strip("# ").split()):
        old_state, old_words, reason = known.pop(name, ("", "", ""))
        reason = reason if wants_reason else ""
        lines.append("\t".join((name, state, words, reason)).rstrip("\t"))
        if (state, words) != (old_state, old_words) and not write:
            print(f"{name}: {state} {words}; the table says: {old_state} {old_words}")
            wrong += 1
        elif wants_reason and not reason:
            print(f"{name}: {state} {words}; Pillow reads it, and the table does not say why")
            wrong += 1
    for name in known:
        print(f"{name}: in the table, and no file of {folder}")
        wrong += 0 if write else 1
    if write:
        table.write_text("\n".join(head + lines) + "\n")
    print(f"{len(lines)} files, {wrong} to be looked at")
    return 1 if wrong or not lines else 0


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--write"]
    if len(arguments) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(arguments[0]), Path(arguments[1]), "--write" in sys.argv))
