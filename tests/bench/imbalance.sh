#!/usr/bin/env bash
# imbalance.sh FOLDER --data FILMS [--seed N]... [--recipe FILE] [--set "KEY=VALUE ..."] [--threads N]: what class weights,
# focal loss and balanced draws do for the class of few films, and whether summing the first kernels' colours differs from
# giving the film three times. The protocol is models/imbalance/README.md: each way trains with each seed (default: 1, 2 and
# 3). --set changes the recipe for all (default: stage.1.size_pixels=64). FOLDER keeps what is done, and goes on where it was
# stopped. Prints all comparisons as Markdown, asserts nothing. Half an hour on two cores.
set -euo pipefail
called_from=$PWD
cd "$(dirname "$0")/../.."
. tools/setup/log.sh
. tests/bench/arguments.sh
. tests/bench/train_way.sh

recipe=models/arms/mobilenet_v2.toml threads=$(nproc) data='' set='stage.1.size_pixels=64' seed=()
read_arguments tests/bench/imbalance.sh "threads set" "data recipe" "seed" "$@"
[ -n "$data" ] || usage tests/bench/imbalance.sh 2 >&2
((${#seed[@]})) || seed=(1 2 3)

declare -A keys=(
  [none]='train.class_weights=none'
  [square_root]=''
  [balanced]='train.class_weights=balanced'
  [focal]='train.class_weights=none train.loss=focal'
  [draws]='train.class_weights=none train.balanced_sampling=true'
  [summed]='network.grey=sum'
)
declare -A titles=(
  [none]='no class weights'
  [square_root]='class weights, square root'
  [balanced]='class weights, balanced'
  [focal]='focal loss'
  [draws]='balanced draws'
  [summed]='grey, summed kernels'
)
ways=(none square_root balanced focal draws summed)

for way in "${ways[@]}"; do
  for number in "${seed[@]}"; do
    run=$folder/$way-$number
    [ ! -e "$run/predictions-test.csv" ] || continue
    say "${titles[$way]}, seed $number" >&2
    train_way "$run" "$data" "$number" "${keys[$way]}"
    for part in validation test; do "$chestlens" evaluate --run "$run" --split "$part" --threads "$threads" >&2; done
  done
done

compare() { # WAY OTHER
  local part number one=() other=()
  for number in "${seed[@]}"; do one+=("$folder/$1-$number") other+=("$folder/$2-$number"); done
  for part in validation test; do
    printf '\n## %s against %s, %s films\n\n' "${titles[$1]}" "${titles[$2]}" "$part"
    "$chestlens" compare --runs "${one[@]}" --against "${other[@]}" --name "${titles[$1]}" --against-name "${titles[$2]}" \
      --split "$part"
  done
}
printf '# Imbalance and grey\n\nBy `tests/bench/imbalance.sh`: seeds %s; %s.\n' "${seed[*]}" "$set"
for way in square_root balanced focal draws; do compare "$way" none; done
compare summed square_root
