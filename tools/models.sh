#!/usr/bin/env bash
# models.sh --data DIR [--runs DIR] [--out DIR] [--table DIR] [--study] [--average] [MODEL...]
# Makes the bundles that ship: trains each MODEL by models/MODEL.toml (an interrupted run goes on where
# it stopped), exports it, lists it in the catalog, chooses the weights of the ensemble of the first
# two on validation, and then, once, scores everything on the test films, with cards and table.
#   --data DIR   films, with DIR/manifest.csv
#   --runs DIR   where the runs and their logs are kept (default: runs/models)
#   --out DIR    the bundles' folder, and that of their training logs, DIR/logs (default: models)
#   --table DIR  where the table and its figures are written, and beside it the cards, DIR-cards (default:
#                runs/models/table); what an earlier call wrote is replaced
#   --study      then put table, figures and cards into models/study, in the place of those that it had, and renew
#                the tables of the pages (tools/study_pages.py)
#   --average    list the plain average of the first two as well
#   MODEL...     default: mobilenet_v2 densenet121
set -euo pipefail
called_from=$PWD
cd "$(dirname "$0")/.."
. tools/setup/log.sh

data='' runs=runs/models out=models table='' study='' average='' models=()
folder() { (cd "$called_from" && realpath -m "${2:?$1 wants a folder}"); }
while (($#)); do
  case $1 in
    --data) data=$(folder "$@"); shift 2 ;;
    --runs) runs=$(folder "$@"); shift 2 ;;
    --out) out=$(folder "$@"); shift 2 ;;
    --table) table=$(folder "$@"); shift 2 ;;
    --study) study=models/study; shift ;;
    --average) average=yes; shift ;;
    --help) usage tools/models.sh ;;
    -*) usage tools/models.sh 2 >&2 ;;
    *) models+=("$1"); shift ;;
  esac
done
((${#models[@]})) || models=(mobilenet_v2 densenet121)
[ -e "$data/manifest.csv" ] || fail "--data ${data:-(not given)}: it has no manifest.csv"
chestlens=build/native/native/cli/chestlens
[ -x "$chestlens" ] || fail "$chestlens is not built: cmake --preset native && cmake --build --preset native"

# short_title MODEL: "MobileNetV2" of title = "MobileNetV2 (light), 128 px, from ImageNet weights".
short_title() { sed -n 's/^title = "\([^,"(]*[^,"( ]\).*/\1/p' "models/$1.toml"; }

for model in "${models[@]}"; do
  [ -e "models/$model.toml" ] || fail "there is no recipe models/$model.toml"
  printf '\n== %s\n' "$model"
  "$chestlens" train --recipe "models/$model.toml" --data "$data" --run "$runs/$model" --resume
  "$chestlens" export --run "$runs/$model" --data "$data" --out "$out/$model" --replace
  install -D -m 644 "$runs/$model/log.jsonl" "$out/logs/$model.jsonl"
done

printf '\n== Catalog\n'
"$chestlens" catalog --replace --models "$out" "${models[@]}"
if ((${#models[@]} > 1)); then
  "$chestlens" ensemble --models "$out" --data "$data" --members "${models[@]:0:2}" \
    --name "${models[0]}-${models[1]}" --title "Ensemble of $(short_title "${models[0]}") and $(short_title "${models[1]}")" \
    --curve "${table:-$runs/table}/weights.svg" --replace
fi

if [ -n "$average" ] && ((${#models[@]} > 1)); then
  "$chestlens" ensemble --models "$out" --data "$data" --members "${models[@]:0:2}" --equal \
    --name average --title "Plain average of $(short_title "${models[0]}") and $(short_title "${models[1]}")"
fi

printf '\n== Test films\n'
table=${table:-$runs/table}
"$chestlens" evaluate --models "$out" --data "$data" --split test --write-cards --table "$table" --replace
for model in "${models[@]}"; do install -D -m 644 "$out/$model/model.json" "$table-cards/$model.json"; done
install -m 644 "$out/catalog.json" "$table-cards/catalog.json"
[ -n "$study" ] || exit 0
rm -f "$study"/{confusion,reliability}-*.svg "$study"/cards/*.json
install -m 644 -t "$study" "$table"/table.{md,csv,html} "$table"/*.svg
install -m 644 -t "$study/cards" "$table-cards"/*.json
python3 tools/study_pages.py
