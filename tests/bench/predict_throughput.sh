#!/usr/bin/env bash
# predict_throughput.sh [--bundles A,B] [--films N] [--folder DIR] [--batch 4] [--threads N] [--seconds 10] [--rounds 3] [--memory N]:
# films per second that `chestlens predict --csv` reads, decodes and predicts, its start included,
# beside ONNX Runtime alone with ready tensors of the same batch and threads, in turn in each round:
# with one run at a time on all threads, and with a run on each thread. The ratio is to the better
# of the two; figures are medians over the rounds. Films are N generated ones (2000) of 224 px, or
# those of --folder, repeated so that a round lasts about --seconds and no less than all of them. --memory N predicts a list of N
# films at the end and prints the resident memory as it goes on. Prints Markdown; asserts nothing.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/setup/log.sh

bundles=models/mobilenet_v2,models/densenet121 films=2000 folder='' batch=4 threads=$(nproc) seconds=10 rounds=3 memory=0
while (($#)); do
  case $1 in
    --bundles | --films | --folder | --batch | --threads | --seconds | --rounds | --memory) printf -v "${1#--}" %s "${2:?$1 wants a value}" ;;
    --help) usage tests/bench/predict_throughput.sh ;;
    *) usage tests/bench/predict_throughput.sh 2 >&2 ;;
  esac
  shift 2
done
build=${CHESTLENS_NATIVE_BUILD:-build/native}
chestlens=$build/native/cli/chestlens alone=$build/tests/bench/bench_onnx_throughput
for program in "$chestlens" "$alone"; do
  [ -x "$program" ] || fail "$program is missing; build targets chestlens and bench_onnx_throughput"
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -z "$folder" ]; then
  folder=$work/films
  "$chestlens" phantom --films "$films" --size 224 --out "$folder" >"$work/log" 2>&1 || fail "$(cat "$work/log")"
fi
find "$folder/" -name masks -prune -o \( -name '*.png' -o -name '*.jpg' \) -print | sort >"$work/names"
count=$(wc -l <"$work/names")
((count)) || fail "$folder has no films"

# list N: N films, the folder's again and again.
list() { awk -v n="$1" '{ name[NR - 1] = $0 } END { for (i = 0; i < n; ++i) print name[i % NR] }' "$work/names"; }
# predict BUNDLE LIST: predicts the films of a list, as of now in the background.
predict() { "$chestlens" predict --bundle "$1" --device cpu --batch "$batch" --threads "$threads" --films-from "$2" --csv >"$work/rows" 2>"$work/errors"; }
median() { sort -g | awk '{ v[NR] = $1 } END { printf "%.4g", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

echo "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $threads threads, batch $batch, $count films, $rounds rounds of $seconds s, load $(cut -d' ' -f1 /proc/loadavg)"
echo
echo '| bundle | ONNX Runtime alone, all threads in a run | a run on each thread | `chestlens predict`, films/s | ratio |'
echo '|---|--:|--:|--:|--:|'
for bundle in ${bundles//,/ }; do
  : >"$work/together" && : >"$work/apart" && : >"$work/ours" && : >"$work/ratio"
  for ((round = 0; round < rounds; round++)); do
    read -r together apart < <("$alone" --bundle "$bundle" --batch "$batch" --threads "$threads" --seconds "$seconds")
    list "$(awk "BEGIN { n = int($apart * $seconds); print n < $count ? $count : n }")" >"$work/list"
    begin=$(date +%s.%N)
    predict "$bundle" "$work/list" || fail "$(tail -n 1 "$work/errors")"
    end=$(date +%s.%N)
    ours=$(awk "BEGIN { print $(wc -l <"$work/list") / ($end - $begin) }")
    echo "$together" >>"$work/together" && echo "$apart" >>"$work/apart" && echo "$ours" >>"$work/ours"
    awk "BEGIN { print $ours / ($together > $apart ? $together : $apart) }" >>"$work/ratio"
  done
  echo "| $(basename "$bundle") | $(median <"$work/together") | $(median <"$work/apart") | $(median <"$work/ours") | $(median <"$work/ratio") |"
done

((memory)) || exit 0
list "$memory" >"$work/list"
predict "${bundles%%,*}" "$work/list" &
process=$!
echo
echo "Resident memory over $memory films of $(basename "${bundles%%,*}"):"
echo
while kill -0 "$process" 2>/dev/null; do
  rows=$(wc -l <"$work/rows" 2>/dev/null || echo 0)
  # The program is the function's own child.
  pid=$(pgrep -P "$process" -x chestlens || true)
  [ -z "$pid" ] || awk -v rows="$rows" '/^VmRSS/ { printf "%d films: %.0f MB\n", rows, $2 / 1024 }' "/proc/$pid/status" 2>/dev/null || true
  sleep 1
done | awk '{ line[NR] = $0 } END { for (i = 1; i <= 10 && i <= NR; i++) print "- " line[int(i * NR / (NR < 10 ? NR : 10))] }'
wait "$process" || fail "$(tail -n 1 "$work/errors")"
