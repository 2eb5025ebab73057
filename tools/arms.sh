#!/usr/bin/env bash
# arms.sh --data DIR [--network NAME] [--runs DIR] [--seeds "1 2 3"] [--long EPOCHS]
#         [--set "KEY=VALUE ..."] [--study]
# What is it in ImageNet's weights that helps? Trains models/arms/NAME.toml three ways with each seed: from the
# weights, from random values with their mean and variance, and from random ones (models/arms/README.md has the
# protocol); an interrupted study goes on where it stopped. Then compares the ways on validation and test films
# (RUNS/NAME.md), and draws how they went (RUNS/NAME-curves.svg).
#   --data DIR       films, with DIR/manifest.csv
#   --network NAME   mobilenet_v2 (default), whose weights ship; densenet121 or xception, whose weights want
#                    chestlens weights get NAME, or chestlens weights add NAME FILE, first
#   --runs DIR       where the runs are kept (default: runs/arms)
#   --seeds LIST     seeds of training; the split into training and validation stays the same
#   --long EPOCHS    trains one more random run, of seed 1, for so many epochs (RUNS/NAME-random-long), and draws
#                    it beside the others: does it catch up?
#   --set LIST       other values of the recipe, for all, e.g. "stage.1.size_pixels=96 stage.1.epochs=12"
#   --study          put all comparisons and the curves into models/study, arms-NAME.md and arms-NAME.svg, and the
#                    runs' logs into models/logs/arms
set -euo pipefail
called_from=$PWD
cd "$(dirname "$0")/.."
. tools/setup/log.sh

data='' network=mobilenet_v2 runs=runs/arms seeds='1 2 3' long='' study='' settings=()
while (($#)); do
  case $1 in
    --data) data=$(cd "$called_from" && realpath -m "${2:?--data wants a folder}"); shift 2 ;;
    --network) network=${2:?--network wants a name}; shift 2 ;;
    --runs) runs=$(cd "$called_from" && realpath -m "${2:?--runs wants a folder}"); shift 2 ;;
    --seeds) seeds=${2:?--seeds wants a list of numbers}; shift 2 ;;
    --long) long=${2:?--long wants a number of epochs}; shift 2 ;;
    --set) read -ra settings <<<"${2:?--set wants KEY=VALUE}"; shift 2 ;;
    --study) study=models/study; shift ;;
    --help) usage tools/arms.sh ;;
    *) usage tools/arms.sh 2 >&2 ;;
  esac
done
[ -e "$data/manifest.csv" ] || fail "--data ${data:-(not given)}: it has no manifest.csv"
[[ $long =~ ^[0-9]*$ ]] || fail "--long $long: not a number of epochs"
recipe=models/arms/$network.toml
[ -e "$recipe" ] || fail "--network $network: there is no recipe $recipe"
chestlens=build/native/native/cli/chestlens
[ -x "$chestlens" ] || fail "$chestlens is not built: cmake --preset native && cmake --build --preset native"

imagenet=() mean_variance=(network.weights_use=mean_variance) random=(network.weights=random)
! grep -q '^restore_norms' "$recipe" || random+=(network.restore_norms=false)
! grep -q '^allow_missing' "$recipe" || random+=('network.allow_missing=[]')
train() { # RUN SEED [KEY=VALUE...]
  local run=$runs/$1 seed=$2 changes=("${settings[@]}" "${@:3}") set=()
  ((${#changes[@]} == 0)) || set=(--set "${changes[@]}")
  [ ! -e "$run/predictions-test.csv" ] || return 0
  say "$1"
  "$chestlens" train --recipe "$recipe" --seed "$seed" --data "$data" --run "$run" "${set[@]}" --resume
  for part in validation test; do "$chestlens" evaluate --run "$run" --split "$part"; done
}
for seed in $seeds; do
  for arm in imagenet mean_variance random; do
    declare -n changes_of_arm=$arm
    train "$network-$arm-$seed" "$seed" "${changes_of_arm[@]}"
  done
done
if [ -n "$long" ]; then
  train "$network-random-long" 1 "${random[@]}" "stage.1.epochs=$long"
  epochs=$(wc -l <"$runs/$network-random-long/log.jsonl")
  ((epochs == long)) || fail "$runs/$network-random-long has $epochs epochs: give --long $epochs, or move it away"
fi

declare -A name_of=([imagenet]='ImageNet weights' [mean_variance]='mean and variance' [random]='random weights')
runs_of() { # ARM
  for seed in $seeds; do printf '%s\n' "$runs/$network-$1-$seed"; done
}
against() { # ARM OTHER
  mapfile -t one < <(runs_of "$1")
  mapfile -t other < <(runs_of "$2")
  for part in validation test; do
    printf '\n## %s against %s, %s films\n\n' "${name_of[$1]}" "${name_of[$2]}" "$part"
    "$chestlens" compare --runs "${one[@]}" --against "${other[@]}" --name "${name_of[$1]}" \
      --against-name "${name_of[$2]}" --split "$part"
  done
}
curves=()
for arm in imagenet mean_variance random; do
  mapfile -t of_arm < <(runs_of "$arm")
  curves+=(--arm "${name_of[$arm]}" "${of_arm[@]}")
done
[ -z "$long" ] || curves+=(--arm "random weights, $long epochs" "$runs/$network-random-long")
title=$(sed -n 's/^title = "\([^,"]*\).*/\1/p' "$recipe")
results() {
  printf '# %s: what helps of ImageNet weights?\n\nBy `tools/arms.sh`: seeds %s%s.\n' "$title" "$seeds" \
    "${settings:+; ${settings[*]}}"
  against imagenet random
  against imagenet mean_variance
  against mean_variance random
  printf '\n## Who learns faster, who ends higher\n\n'
  "$chestlens" curves "${curves[@]}" --title "$title" --out "$runs/$network-curves.svg" --replace
}
echo
results | tee "$runs/$network.md"
[ -n "$study" ] || exit 0
cp "$runs/$network.md" "$study/arms-$network.md"
cp "$runs/$network-curves.svg" "$study/arms-$network.svg"
for run in "$runs/$network"-*/log.jsonl; do
  install -D -m 644 "$run" "models/logs/arms/$(basename "$(dirname "$run")").jsonl"
done
python3 tools/study_pages.py
