#!/usr/bin/env bash
# pixels.sh FOLDER --data FILMS [--pixels N]... [--recipe FILE] [--set "KEY=VALUE ..."] [--threads N]: what more pixels buy
# and cost. Trains the recipe (default: models/arms/mobilenet_v2.toml, seed 1) with each number of pixels (default: 128, 160,
# 192 and 224), and prints as Markdown the scores on validation films and the costs; FOLDER/curves.svg has the scores over the
# epochs. FOLDER keeps what is done, and goes on where it was stopped. Asserts nothing. Costs want a quiet machine. An
# hour on two cores with bf16.
set -euo pipefail
called_from=$PWD
cd "$(dirname "$0")/../.."
. tools/setup/log.sh
. tests/bench/arguments.sh
. tests/bench/train_way.sh

recipe=models/arms/mobilenet_v2.toml threads=$(nproc) data='' set='' pixels=()
read_arguments tests/bench/pixels.sh "threads set" "data recipe" "pixels" "$@"
[ -n "$data" ] || usage tests/bench/pixels.sh 2 >&2
((${#pixels[@]})) || pixels=(128 160 192 224)

arms=() bundles=()
for number in "${pixels[@]}"; do
  run=$folder/$number bundle=$folder/bundles/$number
  if [ ! -e "$run/evaluation-validation.json" ]; then
    say "$number px" >&2
    train_way "$run" "$data" 1 "stage.1.size_pixels=$number"
    "$chestlens" evaluate --run "$run" --split validation --threads "$threads" >&2
  fi
  [ -e "$bundle" ] || "$chestlens" export --run "$run" --out "$bundle" --threads "$threads" >&2
  arms+=(--arm "$number px" "$run") bundles+=("$bundle")
done
"$chestlens" curves "${arms[@]}" --out "$folder/curves.svg" --replace --title 'What more pixels buy' >&2
"$chestlens" complexity --bundles "${bundles[@]}" --json --threads "$threads" >"$folder/costs.json"
python3 tests/bench/pixels.py "$folder" "${pixels[@]}"
