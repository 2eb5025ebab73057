#!/usr/bin/env python3
"""Puts the study's tables into README.md and models/study/README.md, out of the files that the commands wrote.

A table stands between <!-- table NAME --> and <!-- end -->; what is between them is replaced. Names:
  models       every model's scores, of models/study/table.md
  shipped      of these the models and ensembles of models/catalog.json, and COVID-Net as published
  recall       recall by class, of models/study/table.md
  arms         ImageNet's weights against random ones, of models/study/arms-mobilenet_v2.md
  trust        what the bundles that ship warn of, of their cards
  audit        what the audits of the bundles that ship found, of their cards
  costs        what the bundles that ship cost, of models/study/complexity.md
With --check nothing is written: the exit status is 1 where a page holds other figures than the files.
"""

import argparse
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGES = ("README.md", "models/study/README.md")
STUDY = ROOT / "models/study"
PUBLISHED = "COVID-Net, as published †"
MARKED = re.compile(r"(<!-- table (\w+) -->\n\n).*?(\n<!-- end -->)", re.DOTALL)


def fail(message):
    sys.exit(f"error: {message}")


def rows_of(text):
    return [line for line in text.splitlines() if line.startswith("|")]


def section_rows(file, title):
    """The rows of the table under a heading that begins with the title."""
    found = re.search(rf"^### {re.escape(title)}.*?(?=^#|\Z)", file.read_text(), re.DOTALL | re.MULTILINE)
    rows = rows_of(found[0]) if found else []
    return rows or fail(f"{file}: no table under '### {title}'")


def models():
    return section_rows(STUDY / "table.md", "All models on ")


def catalog_of_models():
    return json.loads((ROOT / "models/catalog.json").read_text())


def shipped():
    catalog = catalog_of_models()
    wanted = [entry["title"] for entry in catalog["models"] + catalog["ensembles"]] + [PUBLISHED]
    head, line, *rows = models()
    by_title = {row.split("|")[1].strip(): row for row in rows}
    for title in wanted:
        if title not in by_title:
            fail(f"models/study/table.md has no row of {title}")
    return [head, line] + [by_title[title] for title in wanted]


def recall():
    return section_rows(STUDY / "table.md", "Recall (sensitivity) %")


def arms():
    text = (STUDY / "arms-mobilenet_v2.md").read_text()
    title = "ImageNet weights against random weights, validation films"
    found = re.search(rf"^## {title}.*?(?=^## )", text, re.DOTALL | re.MULTILINE)
    return rows_of(found[0]) if found else fail("models/study/arms-mobilenet_v2.md: no validation films")


def share(figure):
    value, low, high = (100 * figure[key] for key in ("value", "low", "high"))
    return f"{value:.1f} ({low:.1f}–{high:.1f})"


def short(title):
    """A title's first words: MobileNetV2."""
    return re.match(r"[^,(]*[^,( ]", title)[0]


def cards_with(key, command):
    """The cards of the bundles that ship which hold something under the key."""
    folders = [ROOT / "models" / entry["name"] for entry in catalog_of_models()["models"]]
    cards = [json.loads((folder / "model.json").read_text()) for folder in folders]
    found = [card for card in cards if card.get(key)]
    return found or fail(f"no card of models/ has {key}; {command} puts it there")


def trust():
    cards = cards_with("trust", "chestlens trust")
    kinds = [{kind["name"]: kind for kind in card["trust"]} for card in cards]
    rows = ["| kind | pictures | " + " | ".join(f"{short(card['title'])}, %" for card in cards) + " |"]
    rows.append("|---|---:|" + "---:|" * len(cards))
    for name, first in kinds[0].items():
        shares = [share(of_card[name]) if name in of_card else "-" for of_card in kinds]
        rows.append(f"| {name} | {first['measured_on'].split()[0]} | " + " | ".join(shares) + " |")
    return rows


FILMS_OFFER = {
    "films offer border": "the border alone (outer 10 %), without any network",
    "films offer sharpness": "sharpness of the border, without any network",
    "films offer text": "text and markers, without any network",
}
NETWORK_TELLS = {
    "whole film, the network": "whole films",
    "lungs covered, the network": "lungs covered (their estimated place)",
    "lungs covered, last layer learnt again": "lungs covered, its last layer learnt again",
    "border only, the network": "the border alone",
}


def audit():
    cards = cards_with("findings", "chestlens audit --write-findings")
    classes = cards[0]["classes"]

    def row(name, card, test):
        found = {one["about"]: one for one in card["findings"] if one["test"] == test}
        return f"| {name} | " + " | ".join(share(found[one]) if one in found else "-" for one in classes) + " |"

    rows = ["| what is looked at | " + " | ".join(classes) + " |", "|---|" + "---:|" * len(classes)]
    rows += [row(name, cards[0], test) for test, name in FILMS_OFFER.items()]
    for card in cards:
        rows += [row(f"{short(card['title'])}, {name}", card, test) for test, name in NETWORK_TELLS.items()]
    return rows


def rounded(number):
    """Two digits, all of them from 100 on: what a second measurement says again."""
    value = float(number.replace(",", ""))
    return f"{int(value + 0.5):,}" if value >= 9.95 else f"{int(10 * value + 0.5) / 10}"


def costs():
    """Of the last table, which is that of the bundles that ship."""
    text = (STUDY / "complexity.md").read_text().split("\n\n")
    tables = [rows for rows in map(rows_of, text) if rows]
    head, _, *found = tables[-1] if tables else fail("models/study/complexity.md has no table")
    columns = [cell.strip() for cell in head.split("|")]
    titles = {entry["name"]: short(entry["title"]) for entry in catalog_of_models()["models"]}
    rows = ["| | bundle, gzip | LibTorch, 1 film | 32 films | ONNX Runtime, 1 film | 32 films |", "|---|" + "---:|" * 5]
    for line in found:
        cells = dict(zip(columns, (cell.strip() for cell in line.split("|"))))
        name = titles.get(cells["bundle"], "ensemble")
        sizes = ", ".join(f"{float(cells[key]):.1f} MB" for key in ("bundle MB", "gzip MB"))
        times = [
            re.sub(r"[\d.,]+", lambda number: rounded(number[0]), cells[f"{runtime}, batch {films}, ms"])
            for runtime in ("LibTorch", "ONNX Runtime")
            for films in (1, 32)
        ]
        rows.append(f"| {name} | {sizes} | " + " | ".join(times) + " |")
    return rows


TABLES = {
    "models": models,
    "shipped": shipped,
    "recall": recall,
    "arms": arms,
    "trust": trust,
    "audit": audit,
    "costs": costs,
}


def renewed(page):
    def table(match):
        if match[2] not in TABLES:
            fail(f"{page}: there is no table {match[2]}; there are {', '.join(TABLES)}")
        return match[1] + "\n".join(TABLES[match[2]]()) + "\n" + match[3]

    text = (ROOT / page).read_text()
    if not MARKED.search(text):
        fail(f"{page} marks no table")
    return text, MARKED.sub(table, text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    stale = []
    for page in PAGES:
        before, after = renewed(page)
        if before == after:
            continue
        stale.append(page)
        if not check:
            (ROOT / page).write_text(after)
            print(f"{page} is renewed")
    if check and stale:
        fail(f"{' and '.join(stale)}: other figures than in the files; tools/study_pages.py puts them there")


if __name__ == "__main__":
    main()
