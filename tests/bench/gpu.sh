#!/usr/bin/env bash
# gpu.sh [--networks A,B] [--sizes 224] [--batches 32,128,256] [--seconds 3] [--python PYTHON] [--device cuda]:
# films per second that training sees on a GPU, with augmentation: ours step by step and as a CUDA
# graph, beside PyTorch of that Python eager as it comes (TF32 convolutions), at its best (channels-last, bf16 autocast, fused
# AdamW) and compiled on top. All run alone, one after another; the clock is read when the GPU is done.
# Ratios are of the graph to PyTorch's fastest. Prints a Markdown table; asserts nothing.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/setup/log.sh

networks='' sizes=224 batches=32,128,256 seconds=3 python=python3 device=cuda
while (($#)); do
  case $1 in
    --networks | --sizes | --batches | --seconds | --python | --device) printf -v "${1#--}" %s "${2:?$1 wants a value}" ;;
    --help) usage tests/bench/gpu.sh ;;
    *) usage tests/bench/gpu.sh 2 >&2 ;;
  esac
  shift 2
done
bench=${CHESTLENS_NATIVE_BUILD:-build/native}/tests/bench/bench_train_throughput
[ -x "$bench" ] ||
  fail "$bench is missing; build it: cmake --build --preset native --target bench_train_throughput"
[ -n "$networks" ] || networks=densenet121,resnext101_32x4d,xception

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for network in ${networks//,/ }; do
  for size in ${sizes//,/ }; do
    for batch in ${batches//,/ }; do echo "$network $size augmented recipe $batch $seconds"; done
  done
done >"$work/requests"

# answers NAME COMMAND...: one for each request; "-" where there is none, with the reason on stderr.
answers() {
  local name=$1
  shift
  "$@" --device "$device" <"$work/requests" >"$work/said" 2>"$work/$name.err" ||
    { echo "$name ended early:" && tail -n 3 "$work/$name.err"; } >&2
  grep -h '^note:' "$work/$name.err" >&2 || true
  { grep '^error' "$work/said" | sed "s/^/$name: /" >&2; } || true
  awk -v count="$(wc -l <"$work/requests")" '
    { print ($1 + 0 > 0 ? $1 : "-") }
    END { for (; NR < count; count--) print "-" }' "$work/said" >"$work/$name"
}
answers eager "$bench" --eager
answers graph "$bench"
for setting in default bf16 compiled; do
  answers "peer-$setting" "$python" -B tests/bench/torch_peer.py --setting "$setting"
done

if [ "$device" = cuda ]; then nvidia-smi --query-gpu=name,driver_version --format=csv,noheader; fi
"$python" -c 'import torch; print("PyTorch", torch.__version__)' || true
echo
echo '| network | pixels | batch | kernel by kernel, films/s | CUDA graph | PyTorch eager, as it comes | PyTorch best | compiled | to eager | to its fastest |'
echo '|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|'
paste -d ' ' "$work/requests" "$work/eager" "$work/graph" "$work/peer-default" "$work/peer-bf16" "$work/peer-compiled" | awk '
  function ratio(a, b) { return a == "-" || b == "-" || b == 0 ? "—" : sprintf("%.2f", a / b) }
  function shown(value) { return value == "-" ? "—" : value }
  {
    fastest = "-"
    for (i = 9; i <= 11; i++) if ($i != "-" && (fastest == "-" || $i > fastest + 0)) fastest = $i + 0
    print "| " $1 " | " $2 " | " $5 " | " shown($7) " | " shown($8) " | " shown($9) " | " shown($10) " | " \
      shown($11) " | " ratio($8, $9) " | " ratio($8, fastest) " |"
  }'
