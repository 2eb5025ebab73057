#!/usr/bin/env bash
# run.sh [--python PATH] [--peers A,B] [--bench PATH]... [--networks A,B] [--sizes 64,128,224]
#        [--augmentations plain,augmented] [--seconds 10] [--rounds 3] [--batch N] [--threads N]
# Films per second that training sees, ours by the shipped recipe (channels-last, bf16 where the processor
# has it) beside the same networks in PyTorch. Each round measures every one in turn, so that a busy
# neighbour meets all; ratios are medians over the rounds. Prints a Markdown table; asserts nothing.
#   --python PATH  whose PyTorch and torchvision are the peer (default: the system's)
#   --peers A,B    its settings: default, channels_last, bf16 (both), compiled (bf16, torch.compile); after
#                  default+kept and so on, freed memory stays with the process, as chestlens has it
#   --bench PATH   our bench_train_throughput, once for each LibTorch (default: build/native's)
# A batch has the recipes' 32 films, above 128 px 8. TORCHINDUCTOR_CACHE_DIR keeps what torch.compile makes,
# minutes for each network and size.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/setup/log.sh

python='' peers=default benches=() networks='' sizes=64,128,224 augmentations=plain,augmented
seconds=10 rounds=3 batch='' threads=$(nproc)
while (($#)); do
  case $1 in
    --bench) benches+=("${2:?--bench wants a path}") ;;
    --python | --peers | --networks | --sizes | --augmentations | --seconds | --rounds | --batch | --threads)
      printf -v "${1#--}" %s "${2:?$1 wants a value}" ;;
    --help) usage tests/bench/run.sh ;;
    *) usage tests/bench/run.sh 2 >&2 ;;
  esac
  shift 2
done
((${#benches[@]})) || benches=("${CHESTLENS_NATIVE_BUILD:-build/native}/tests/bench/bench_train_throughput")
for bench in "${benches[@]}"; do
  [ -x "$bench" ] ||
    fail "$bench is missing; build it: cmake --build --preset native --target bench_train_throughput"
done
[ -n "$networks" ] || networks=$("${benches[0]}" --list | paste -sd,)

work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT

# start NAME COMMAND...: a process that answers requests; answers say "error: ..." where there is none.
declare -A ask answer
names=()
start() {
  local name=$1 in out
  shift
  mkfifo "$work/$name.in" "$work/$name.out"
  "$@" --threads "$threads" <"$work/$name.in" >"$work/$name.out" 2>"$work/$name.err" &
  exec {in}>"$work/$name.in" {out}<"$work/$name.out"
  ask[$name]=$in answer[$name]=$out
  names+=("$name")
  # Answered when it has started, beside which nothing is to be measured: there is no such network.
  echo "none 64 plain recipe 1 0" >&"$in"
  read -r in <&"$out" || { echo "error: $name has ended:" && cat "$work/$name.err" && exit 1; } >&2
}
for ((b = 0; b < ${#benches[@]}; b++)); do start "ours-$b" "${benches[b]}"; done
for candidate in ${python:-/usr/bin/python3 python3}; do
  "$candidate" -c 'import torch, torchvision' 2>"$work/python" || continue
  python=$candidate version=$("$candidate" -c 'import torch; print(torch.__version__)')
  break
done
if [ -n "${version:-}" ]; then
  for peer in ${peers//,/ }; do
    environment=()
    # What keep_freed_memory of native/io/allocation.cpp asks of malloc.
    [[ $peer != *+kept ]] || environment=(MALLOC_{MMAP_THRESHOLD_=1073741824,TRIM_THRESHOLD_=2147483647,TOP_PAD_=67108864})
    start "$peer" env "${environment[@]}" "$python" -B tests/bench/torch_peer.py --setting "${peer%+kept}"
  done
else
  echo "no peer: ${python:-python3} has no torch and torchvision" >&2
fi

# measure NAME NETWORK SIZE AUGMENTATION PRECISION BATCH: its films per second, - where it cannot.
measure() {
  local name=$1 reply
  shift
  echo "$* $seconds" >&"${ask[$name]}"
  read -r reply <&"${answer[$name]}" || { echo "error: $name has ended:" && cat "$work/$name.err" && exit 1; } >&2
  case $reply in
    error:*) echo "$reply" >&2 && echo - ;;
    *) echo "${reply% *}" ;;
  esac
}

echo "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $threads threads, $rounds rounds of $seconds s," \
  "PyTorch ${version:-not there}, load $(cut -d' ' -f1 /proc/loadavg)"
for ((b = 0; b < ${#benches[@]}; b++)); do echo "ours-$b: ${benches[b]}"; done
echo
header='| network | pixels | batch | augmentation |' rule='|---|--:|--:|---|'
for name in "${names[@]}"; do header+=" $name |" rule+='--:|'; done
for ((b = 0; b < ${#benches[@]}; b++)); do
  header+=" ours-$b / default | / best | / best kept |" rule+='--:|--:|--:|'
done
printf '%s\n' "$header" "$rule"
for network in ${networks//,/ }; do
  for size in ${sizes//,/ }; do
    films=${batch:-$((size > 128 ? 8 : 32))}
    for augmentation in ${augmentations//,/ }; do
      for ((round = 0; round < rounds; round++)); do
        for name in "${names[@]}"; do
          value=$(measure "$name" "$network" "$size" "$augmentation" recipe "$films") || exit 1
          printf '%s ' "$value"
        done
        echo
      done | python3 tests/bench/table_row.py "| $network | $size | $films | $augmentation |" "${names[@]}"
    done
  done
done
