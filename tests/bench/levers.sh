#!/usr/bin/env bash
# levers.sh FOLDER --data FILMS [--seed N]... [--recipe FILE] [--set "KEY=VALUE ..."] [--threads N]: do ways of training that
# the literature names make a network lean less on the hospital? The protocol is models/levers/README.md: each lever
# trains with each seed (default: 1 and 2) on all sources and without one source of each class, on the training films of
# FILMS alone. --set changes the recipe for all, e.g. to try the script. FOLDER keeps what is done, and goes on where it was
# stopped. Prints the table as Markdown, asserts nothing. An hour on two cores.
set -euo pipefail
called_from=$PWD
cd "$(dirname "$0")/../.."
. tools/setup/log.sh
. tests/bench/arguments.sh
. tests/bench/train_way.sh

recipe=models/levers/mobilenet_v2.toml threads=$(nproc) data='' set='' seed=()
read_arguments tests/bench/levers.sh "threads set" "data recipe" "seed" "$@"
[ -n "$data" ] || usage tests/bench/levers.sh 2 >&2
((${#seed[@]})) || seed=(1 2)

framing='augment.zoom=1.2 augment.zoom_out=1.2 augment.stretch=1.2 augment.shift=0.1'
intensity='augment.gamma=1.5 augment.histogram=0.5 augment.blur_pixels=1 augment.noise=0.02 augment.resolution=0.5
  augment.jpeg_quality=30'
covers='augment.border_probability=0.5 augment.border_share=0.15 augment.corner_probability=0.5 augment.corner_share=0.25'
declare -A keys=(
  [plain]=''
  [framing]=$framing
  [intensity]=$intensity
  [covers]=$covers
  [lungs]='input.fit=lungs'
  [balanced]='train.class_weights=none train.balanced_sampling=true train.balanced_by=class_and_source'
  [group_dro]='train.class_weights=none train.loss=group_dro'
  [last_layer]='stage.1.retrain_last_layer=true stage.1.epochs=2'
  [adversary]='train.source_adversary=0.3'
  [all_changes]="$framing $intensity $covers"
)
levers=(plain framing intensity covers lungs balanced group_dro last_layer adversary all_changes)

[ -e "$folder/films" ] || python3 tests/bench/levers.py split "$data" "$folder/films"
for films in all left-out; do
  for lever in "${levers[@]}"; do
    for number in "${seed[@]}"; do
      name=$lever-$films-$number run=$folder/runs/$lever-$films-$number from=()
      [ ! -e "$folder/results/$name/predictions.csv" ] || continue
      say "$lever, seed $number, films: $films" >&2
      [ "$lever" != last_layer ] || from=(--from "$folder/runs/plain-$films-$number")
      train_way "$run" "$folder/films/$films" "$number" "${keys[$lever]}" "${from[@]}"
      "$chestlens" evaluate --run "$run" --split test --threads "$threads" >&2
      mkdir -p "$folder/results/$name"
      if [ "$films" = all ]; then
        rm -rf "$folder/bundle"
        "$chestlens" export --run "$run" --out "$folder/bundle" --storage float32 --threads "$threads" >&2
        "$chestlens" audit --bundle "$folder/bundle" --data "$folder/films/all" --json --films 1200 --threads "$threads" \
          >"$folder/results/$name/audit.json"
      fi
      cp "$run/predictions-test.csv" "$folder/results/$name/predictions.csv.partial"
      mv "$folder/results/$name/predictions.csv.partial" "$folder/results/$name/predictions.csv"
    done
  done
done
rm -rf "$folder/bundle"
exec python3 tests/bench/levers.py table "$folder/results" "$folder/films" "${seed[*]}" "${levers[@]}"
