#!/usr/bin/env bash
# explain.sh FOLDER [--films 200] [--densenet-weights FILE] [--threads N]: which of explain's maps find what is there.
# 1,200 generated films with masks of their findings; MobileNetV2 and DenseNet-121 trained on them from ImageNet weights;
# chestlens explain-benchmark on --films test films that each answers right. FILE holds DenseNet-121's ImageNet weights
# where `chestlens weights get densenet121` cannot download them. FOLDER keeps what is done, and goes on where it was
# stopped: films, runs, bundles, and the benchmark in FOLDER/benchmark. About an hour on two cores.
set -euo pipefail
called_from=$PWD
cd "$(dirname "$0")/../.."
. tools/setup/log.sh
. tests/bench/arguments.sh

films=200 densenet_weights='' threads=$(nproc)
read_arguments tests/bench/explain.sh "films threads" "densenet_weights" "" "$@"

[ -e "$folder/films" ] ||
  "$chestlens" phantom --out "$folder/films" --films 1200 --size 160 --seed 5 --test-fraction 0.4 --mildest 0.5
bundles=()
for network in mobilenet_v2 densenet121; do
  bundle=$folder/$network-generated run=$folder/$network-run settings=()
  bundles+=("$bundle")
  [ ! -e "$bundle" ] || continue
  [ "$network" != densenet121 ] || [ -z "$densenet_weights" ] || settings=(--set "network.weights=$densenet_weights")
  resume=()
  [ ! -e "$run/last.safetensors" ] || resume=(--resume)
  "$chestlens" train --recipe "tests/bench/explain-$network.toml" --data "$folder/films" --run "$run" \
    --threads "$threads" "${settings[@]}" "${resume[@]}"
  "$chestlens" export --run "$run" --out "$bundle" --threads "$threads"
done
exec "$chestlens" explain-benchmark --bundles "${bundles[@]}" --data "$folder/films" --films "$films" \
  --threads "$threads" --out "$folder/benchmark" --replace
