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

recipe=models/mobilenet_v2-imagenet.toml bundle=models/mobilenet_v2 threads=$(nproc) folder='' data=''
while (($#)); do
  case $1 in
    --threads) threads=${2:?$1 wants a number} && shift ;;
    --data | --recipe | --bundle) printf -v "${1#--}" %s "$(cd "$called_from" && realpath "${2:?$1 wants a path}")" && shift ;;
    --help) usage tests/bench/audit_retrained.sh ;;
    -*) usage tests/bench/audit_retrained.sh 2 >&2 ;;
    *) folder=$(cd "$called_from" && realpath -m "$1") ;;
  esac
  shift
done
[ -n "$folder" ] && [ -n "$data" ] || usage tests/bench/audit_retrained.sh 2 >&2
chestlens=${CHESTLENS_NATIVE_BUILD:-$PWD/build/native}/native/cli/chestlens
[ -x "$chestlens" ] || fail "$chestlens is missing; build target chestlens"
mkdir -p "$folder"

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
