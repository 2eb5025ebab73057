"""audit_power.py FOLDER: the table of what audit_power.sh kept in FOLDER."""

import collections
import json
import math
import pathlib
import sys

CLASSES = ["covid19", "viral", "bacterial", "normal"]
# The test that convicts of each kind of clue.
TESTS = {
    "text": "text covered, probability lost",
    "border": "border only, the network",
    "blur": "sharpness changed, probability gained",
    "noise": "sharpness changed, probability gained",
    "brightness": "brightness changed, probability gained",
}


def wilson(hits, count):
    """Wilson's 95 % interval (1927)."""
    z = 1.959963984540054
    centre = (hits + z * z / 2) / (count + z * z)
    half = z / (count + z * z) * math.sqrt(hits * (count - hits) / count + z * z / 4)
    return max(0.0, centre - half), min(1.0, centre + half)


def shown(hits, count):
    low, high = wilson(hits, count)
    return f"{hits} of {count}: {100 * hits / count:.0f} % ({100 * low:.0f} to {100 * high:.0f})"


def main(folder):
    convicted = collections.defaultdict(list)  # by kind and strength: that clue, its kind, anything
    offered = collections.defaultdict(list)
    for path in sorted(pathlib.Path(folder).glob("*.json")):
        name = path.stem.rsplit("-", 1)
        findings = json.loads(path.read_text())["models"][0]["findings"]
        guilty = [(f["test"], f["about"]) for f in findings if f["verdict"] == "convicted"]
        if name[0] == "clean":
            convicted["clean"].append(bool(guilty))
            continue
        kind = name[0].rsplit("-", 1)[0]
        wanted = (TESTS[kind], CLASSES[int(name[1]) % 4])
        convicted[name[0]].append(wanted in guilty)
        trait = "sharpness" if kind in ("blur", "noise") else kind
        offered[name[0]].append(
            any(
                f["test"] == f"films offer {trait}"
                and f["about"] == wanted[1]
                and f["value"] > f["chance_high"]
                and f["low"] > 0.6
                for f in findings
            )
        )
    print("| films | convicted | the films offer it, as the audit sees |\n|---|---|---|")
    for name, hits in convicted.items():
        if name == "clean":
            print(f"| without a clue | {shown(sum(hits), len(hits))} (falsely) | |")
            continue
        kind, strength = name.rsplit("-", 1)
        seen = offered[name]
        how = "plain" if float(strength) > 0.5 else "faint"
        print(f"| {kind}, {how} ({strength}) | {shown(sum(hits), len(hits))} | {shown(sum(seen), len(seen))} |")
    plain = [hit for name, hits in convicted.items() if name.endswith("-0.8") for hit in hits]
    if plain:
        print(f"| all plain clues | {shown(sum(plain), len(plain))} | |")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
