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

recipe=models/mobilenet_v2-imagenet.toml threads=$(nproc) folder='' data='' sources=()
while (($#)); do
  case $1 in
    --source) sources+=("${2:?$1 wants a name}") && shift ;;
    --threads) threads=${2:?$1 wants a number} && shift ;;
    --data | --recipe) printf -v "${1#--}" %s "$(cd "$called_from" && realpath "${2:?$1 wants a path}")" && shift ;;
    --help) usage tests/bench/trust_left_out.sh ;;
    -*) usage tests/bench/trust_left_out.sh 2 >&2 ;;
    *) folder=$(cd "$called_from" && realpath -m "$1") ;;
  esac
  shift
done
[ -n "$folder" ] && [ -n "$data" ] || usage tests/bench/trust_left_out.sh 2 >&2
chestlens=${CHESTLENS_NATIVE_BUILD:-$PWD/build/native}/native/cli/chestlens
[ -x "$chestlens" ] || fail "$chestlens is missing; build target chestlens"
mkdir -p "$folder"
((${#sources[@]})) || mapfile -t sources < <(python3 tests/bench/trust_left_out.py sources "$data")

for source in "${sources[@]}"; do
  name=${source//[^A-Za-z0-9]/-} work=$folder/work
  [ ! -e "$folder/$name.json" ] || continue
  say "without $source"
  rm -rf "$work"
  mkdir -p "$work"
  python3 tests/bench/trust_left_out.py split "$data" "$source" "$work"
  "$chestlens" train --recipe "$recipe" --data "$work/kept" --run "$work/run" --threads "$threads" >&2
  "$chestlens" export --run "$work/run" --out "$work/bundle" --threads "$threads" >&2
  "$chestlens" trust --bundle "$work/bundle" --data "$work/kept" --surprises "$work/left-out" --threads "$threads" >&2
  cp "$work/bundle/model.json" "$folder/$name.json.partial"
  mv "$folder/$name.json.partial" "$folder/$name.json"
  rm -rf "$work"
done
exec python3 tests/bench/trust_left_out.py table "$folder" "${sources[@]}"
