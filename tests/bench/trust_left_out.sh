#!/usr/bin/env bash
# trust_left_out.sh FOLDER --data FILMS [--source NAME]... [--recipe FILE] [--threads N]: whether trust warns of films of a
# hospital that a network never saw. For each source (default: all but the largest) the recipe (default: MobileNetV2 from
# ImageNet weights, 96 px) trains on the films of the others alone; trust is fitted on those, and asked of the source's.
# FOLDER keeps a line for each source that is done, and goes on where it was stopped. Prints Markdown, asserts nothing. A
# source takes two minutes on two cores with bf16.
set -euo pipefail
called_from=$PWD
cd "$(dirname "$0")/../.."
. tools/setup/log.sh
. tests/bench/arguments.sh

recipe=models/mobilenet_v2-imagenet.toml threads=$(nproc) data='' source=()
read_arguments tests/bench/trust_left_out.sh "threads" "data recipe" "source" "$@"
[ -n "$data" ] || usage tests/bench/trust_left_out.sh 2 >&2
((${#source[@]})) || mapfile -t source < <(python3 tests/bench/trust_left_out.py sources "$data")

for name in "${source[@]}"; do
  file=${name//[^A-Za-z0-9]/-} work=$folder/work
  [ ! -e "$folder/$file.json" ] || continue
  say "without $name" >&2
  rm -rf "$work"
  mkdir -p "$work"
  python3 tests/bench/trust_left_out.py split "$data" "$name" "$work"
  "$chestlens" train --recipe "$recipe" --data "$work/kept" --run "$work/run" --threads "$threads" >&2
  "$chestlens" export --run "$work/run" --out "$work/bundle" --threads "$threads" >&2
  "$chestlens" trust --bundle "$work/bundle" --data "$work/kept" --surprises "$work/left-out" --threads "$threads" >&2
  cp "$work/bundle/model.json" "$folder/$file.json.partial"
  mv "$folder/$file.json.partial" "$folder/$file.json"
  rm -rf "$work"
done
exec python3 tests/bench/trust_left_out.py table "$folder" "${source[@]}"
