#!/usr/bin/env bash
# study.sh --data DIR [--network NAME] [--runs DIR] [--seeds "1 2 3"]
# The study's question for one network: does it, begun with ImageNet weights, beat the same network
# from random weights, by the same recipe on the same films? Trains models/NAME-imagenet.toml and its
# twin models/NAME-random.toml with each seed (an interrupted study goes on where it stopped) and
# prints their validation metrics and the difference with bootstrap intervals.
#   --data DIR      films, with DIR/manifest.csv
#   --network NAME  mobilenet_v2 (default), whose weights ship, or densenet121, whose weights want
#                   chestlens weights get densenet121 first
#   --runs DIR      where the runs are kept (default: runs/study)
#   --seeds LIST    seeds of training; the split into training and validation stays the same
set -euo pipefail
called_from=$PWD
cd "$(dirname "$0")/.."
. tools/setup/log.sh

data='' network=mobilenet_v2 runs=runs/study seeds='1 2 3'
while (($#)); do
  case $1 in
    --data) data=$(cd "$called_from" && realpath -m "${2:?--data wants a folder}"); shift 2 ;;
    --network) network=${2:?--network wants a name}; shift 2 ;;
    --runs) runs=$(cd "$called_from" && realpath -m "${2:?--runs wants a folder}"); shift 2 ;;
    --seeds) seeds=${2:?--seeds wants a list of numbers}; shift 2 ;;
    --help) usage tools/study.sh ;;
    *) usage tools/study.sh 2 >&2 ;;
  esac
done
[ -e "$data/manifest.csv" ] || fail "--data ${data:-(not given)}: it has no manifest.csv"
for start in imagenet random; do
  [ -e "models/$network-$start.toml" ] || fail "--network $network: there is no recipe models/$network-$start.toml"
done
chestlens=build/native/native/cli/chestlens
[ -x "$chestlens" ] || fail "$chestlens is not built: cmake --preset native && cmake --build --preset native"

imagenet=() random=()
for seed in $seeds; do
  for start in imagenet random; do
    declare -n runs_of_start=$start
    run=$runs/$network-$start-$seed
    runs_of_start+=("$run")
    [ ! -e "$run/predictions-validation.csv" ] || continue
    printf '\n== %s, %s weights, seed %s\n' "$network" "$start" "$seed"
    "$chestlens" train --recipe "models/$network-$start.toml" --seed "$seed" --data "$data" --run "$run" --resume
    "$chestlens" evaluate --run "$run"
  done
done
printf '\n== %s: ImageNet against random weights, seeds %s\n' "$network" "$seeds"
"$chestlens" compare --runs "${imagenet[@]}" --against "${random[@]}" \
  --name 'ImageNet weights' --against-name 'random weights'
