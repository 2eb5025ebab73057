#!/usr/bin/env bash
# study.sh --data DIR [--runs DIR] [--seeds "1 2 3"]
# The study's question for one network: does MobileNetV2 that begins with ImageNet weights beat the
# same network from random weights, by the same recipe on the same films? Trains both with each seed
# (an interrupted study goes on where it stopped) and prints their validation metrics and the
# difference with bootstrap intervals.
#   --data DIR    films, with DIR/manifest.csv
#   --runs DIR    where the runs are kept (default: runs/study)
#   --seeds LIST  seeds of training; the split into training and validation stays the same
set -euo pipefail
called_from=$PWD
cd "$(dirname "$0")/.."
. tools/setup/log.sh

data='' runs=runs/study seeds='1 2 3'
usage() {
  sed -n '2,9s/^# \{0,1\}//p' "$0"
  exit "$1"
}
while (($#)); do
  case $1 in
    --data) data=$(cd "$called_from" && realpath "${2:?--data wants a folder}"); shift 2 ;;
    --runs) runs=$(cd "$called_from" && realpath -m "${2:?--runs wants a folder}"); shift 2 ;;
    --seeds) seeds=${2:?--seeds wants a list of numbers}; shift 2 ;;
    --help) usage 0 ;;
    *) usage 2 >&2 ;;
  esac
done
[ -e "$data/manifest.csv" ] || fail "--data ${data:-(not given)}: it has no manifest.csv"
chestlens=build/native/native/cli/chestlens
[ -x "$chestlens" ] || fail "$chestlens is not built: cmake --preset native && cmake --build --preset native"

imagenet=() random=()
for seed in $seeds; do
  for start in imagenet random; do
    declare -n runs_of_start=$start
    run=$runs/$start-$seed
    runs_of_start+=("$run")
    [ ! -e "$run/predictions-validation.csv" ] || continue
    printf '\n== MobileNetV2, %s weights, seed %s\n' "$start" "$seed"
    "$chestlens" train --recipe "models/mobilenet_v2-$start.toml" --seed "$seed" --data "$data" --run "$run" --resume
    "$chestlens" evaluate --run "$run"
  done
done
printf '\n== MobileNetV2: ImageNet against random weights, seeds %s\n' "$seeds"
"$chestlens" compare --runs "${imagenet[@]}" --against "${random[@]}" \
  --name 'ImageNet weights' --against-name 'random weights'
