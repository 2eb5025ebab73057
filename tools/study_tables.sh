#!/usr/bin/env bash
# study_tables.sh --data DIR [--models DIR] [--out DIR] [PART...]
# Makes parts of models/study again from bundles as they are, nothing trained, and ends with the tables of the
# pages (tools/study_pages.py). What else models/study holds has commands of its own: its page lists them.
#   --data DIR    films, with DIR/manifest.csv
#   --models DIR  bundles of the study, those of tools/models.sh --out; of costs alone (default: models)
#   --out DIR     where the parts are written (default: models/study; another leaves the pages as they are)
#   PART          default: all of them
#     costs       complexity.md, on a quiet machine: the bundles of --models, then those that ship
#     map         maps/: the map of the films by the bundles that ship
#     report      report/: all that is known of the bundles that ship
#     sides       sides.svg: how training and test films of one class differ
#     rates       rates-*.svg: the learning rate finder's curves, by the recipes of the study's networks
set -euo pipefail
called_from=$PWD
cd "$(dirname "$0")/.."
. tools/setup/log.sh

data='' models=models out=models/study parts=()
folder() { (cd "$called_from" && realpath -m "${2:?$1 wants a folder}"); }
while (($#)); do
  case $1 in
    --data) data=$(folder "$@"); shift 2 ;;
    --models) models=$(folder "$@"); shift 2 ;;
    --out) out=$(folder "$@"); shift 2 ;;
    --help) usage tools/study_tables.sh ;;
    costs | map | report | sides | rates) parts+=("$1"); shift ;;
    *) usage tools/study_tables.sh 2 >&2 ;;
  esac
done
((${#parts[@]})) || parts=(costs map report sides rates)
[ -e "$data/manifest.csv" ] || fail "--data ${data:-(not given)}: it has no manifest.csv"
chestlens=$PWD/build/native/native/cli/chestlens
[ -x "$chestlens" ] || fail "$chestlens is not built: cmake --preset native && cmake --build --preset native"
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

# keep FOLDER FILE...: files of $made/FOLDER into $out/FOLDER.
keep() {
  local folder=$1 file
  shift
  for file in "$@"; do install -D -m 644 "$made/$folder/$file" "$out/$folder/$file"; done
}

cost_of() { # FOLDER: of its bundles, in its catalog's order
  local names
  mapfile -t names < <(sed -n '/"models"/,/\]/s/^ *"name": "\(.*\)",$/\1/p' "$1/catalog.json")
  "$chestlens" complexity --bundles "${names[@]/#/$1/}"
}

make_costs() {
  local file=$made/complexity.md
  echo 'What the networks cost: `chestlens complexity --bundles` over them, then over those that ship.' >"$file"
  # The study's networks are no ensemble.
  if [ ! "$models" -ef models ]; then
    echo >>"$file"
    cost_of "$models" | sed '/^| all, as an ensemble/d; s/ The ensemble is the sum of its members\.//' >>"$file"
  fi
  echo >>"$file"
  cost_of models >>"$file"
  keep . complexity.md
}

make_map() {
  "$chestlens" embed --models models --data "$data" --out "$made/maps"
  keep maps maps.svg separation.md
}

# The page names the folders that it is called with.
make_report() {
  ln -s "$PWD/models" "$made/models"
  ln -s "$data" "$made/films"
  (cd "$made" && "$chestlens" report --models models --data films --no-films --out report)
  keep report report.html report.json {costs,differences,figures,findings,trust}.csv
}

# That there are findings is no failure here.
make_sides() {
  "$chestlens" dataset check "$data" --out "$made/check" || true
  install -m 644 "$made/check/sides.svg" "$out/sides.svg"
}

# A few batches of each recipe's first stage; nothing is kept but the curve.
make_rates() {
  local network
  for network in mobilenet_v2 densenet121 xception resnext101_32x4d covid_net_small; do
    "$chestlens" lr-find --recipe "models/$network.toml" --data "$data" --out "$made/rates-$network.svg"
    keep . "rates-$network.svg"
  done
}

for part in "${parts[@]}"; do
  printf '\n== %s\n' "$part"
  "make_$part"
done
[ ! "$out" -ef models/study ] || python3 tools/study_pages.py
