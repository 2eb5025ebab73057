#!/usr/bin/env bash
# audit_retrained.sh FOLDER --data FILMS [--bundle BUNDLE] [--recipe FILE] [--threads N]: what a network learns from films
# whose lungs, border, or all but the border are covered. For each part the recipe (default: MobileNetV2 from ImageNet
# weights, 96 px) trains on `chestlens dataset cover --part PART` and is audited on those films; then BUNDLE (default:
# models/mobilenet_v2) is audited on the films as they are, with what the others know beside it: FOLDER/audit. FOLDER keeps
# what is done, and goes on where it was stopped. Asserts nothing. Twenty minutes on two cores.
set -euo pipefail
called_from=$PWD
cd "$(dirname "$0")/../.."
. tools/setup/log.sh
. tests/bench/arguments.sh

recipe=models/mobilenet_v2-imagenet.toml bundle=models/mobilenet_v2 threads=$(nproc) data=''
read_arguments tests/bench/audit_retrained.sh "threads" "data recipe bundle" "" "$@"
[ -n "$data" ] || usage tests/bench/audit_retrained.sh 2 >&2

retrained=()
for part in lungs border all-but-border; do
  retrained+=("$part=$folder/$part")
  [ ! -e "$folder/$part" ] || continue
  films=$folder/$part-films run=$folder/$part-run resume=()
  [ -e "$films" ] || "$chestlens" dataset cover "$data" --out "$films" --part "$part" --threads "$threads"
  [ ! -e "$run/last.safetensors" ] || resume=(--resume)
  "$chestlens" train --recipe "$recipe" --data "$films" --run "$run" --threads "$threads" "${resume[@]}"
  "$chestlens" export --run "$run" --out "$folder/$part-exported" --replace --threads "$threads"
  "$chestlens" audit --bundle "$folder/$part-exported" --data "$films" --threads "$threads" --write-findings
  mv "$folder/$part-exported" "$folder/$part"
  rm -rf "$films" "$run"
done
exec "$chestlens" audit --bundle "$bundle" --data "$data" --threads "$threads" --retrained "${retrained[@]}" \
  --out "$folder/audit" --replace
