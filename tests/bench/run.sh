#!/usr/bin/env bash
# run.sh [--networks A,B] [--sizes 64,128,224] [--seconds 10] [--rounds 3] [--batch N] [--threads N]:
# films per second that training sees, beside the same networks in python3-torch. Each round measures
# ours in fp32, the peer in fp32 and ours by the shipped recipe (channels-last, bf16 where the
# processor has it), so that a busy neighbour meets all three; ratios are medians over the rounds.
# A batch has the recipes' 32 films, above 128 px 8: three processes of 32 want more than 24 GB.
# Prints a Markdown table; asserts nothing.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/setup/log.sh

networks='' sizes=64,128,224 seconds=10 rounds=3 batch='' threads=$(nproc)
while (($#)); do
  case $1 in
    --networks | --sizes | --seconds | --rounds | --batch | --threads) printf -v "${1#--}" %s "${2:?$1 wants a value}" ;;
    --help) usage tests/bench/run.sh ;;
    *) usage tests/bench/run.sh 2 >&2 ;;
  esac
  shift 2
done
bench=${CHESTLENS_NATIVE_BUILD:-build/native}/tests/bench/bench_train_throughput
[ -x "$bench" ] ||
  fail "$bench is missing; build it: cmake --build --preset native --target bench_train_throughput"
[ -n "$networks" ] || networks=$("$bench" --list | paste -sd,)

work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT

# start NAME COMMAND...: a process that answers requests; answers say "error: ..." where there is none.
declare -A ask answer
start() {
  local name=$1 in out
  shift
  mkfifo "$work/$name.in" "$work/$name.out"
  "$@" --threads "$threads" <"$work/$name.in" >"$work/$name.out" 2>"$work/$name.err" &
  exec {in}>"$work/$name.in" {out}<"$work/$name.out"
  ask[$name]=$in answer[$name]=$out
}
start fp32 "$bench"
start recipe "$bench"
python=$(for p in /usr/bin/python3 python3; do "$p" -c 'import torch, torchvision' 2>"$work/python" && echo "$p" && break; done || true)
if [ -n "$python" ]; then
  start peer "$python" -B tests/bench/torch_peer.py
else
  echo 'python3-torch and python3-torchvision are not installed: no peer' >&2
fi

# measure NAME NETWORK SIZE AUGMENTATION PRECISION BATCH: its answer, "- -" where it cannot.
measure() {
  local name=$1 reply
  shift
  [ -n "${ask[$name]:-}" ] || { echo '- -' && return; }
  echo "$* $seconds" >&"${ask[$name]}"
  read -r reply <&"${answer[$name]}" || { echo "error: $name has ended:" && cat "$work/$name.err" && exit 1; } >&2
  case $reply in
    error:*) echo "$reply" >&2 && echo '- -' ;;
    *) echo "$reply" ;;
  esac
}

echo "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $threads threads, $rounds rounds of $seconds s, load $(cut -d' ' -f1 /proc/loadavg)"
echo
echo '| network | pixels | batch | augmentation | fp32, films/s | python3-torch fp32 | ratio | recipe, films/s | ratio | loader wait |'
echo '|---|--:|--:|---|--:|--:|--:|--:|--:|--:|'
for network in ${networks//,/ }; do
  for size in ${sizes//,/ }; do
    films=${batch:-$((size > 128 ? 8 : 32))}
    for augmentation in plain augmented; do
      for ((round = 0; round < rounds; round++)); do
        ours=$(measure fp32 "$network" "$size" "$augmentation" fp32 "$films")
        theirs=$(measure peer "$network" "$size" "$augmentation" fp32 "$films")
        shipped=$(measure recipe "$network" "$size" "$augmentation" recipe "$films")
        echo "$ours $theirs $shipped"
      done | awk -v row="| $network | $size | $films | $augmentation" '
        function median(values, count,   i, j, t) {
          if (!count) return ""
          for (i = 2; i <= count; i++)
            for (j = i; j > 1 && values[j - 1] > values[j]; j--) { t = values[j]; values[j] = values[j - 1]; values[j - 1] = t }
          return count % 2 ? values[(count + 1) / 2] : (values[count / 2] + values[count / 2 + 1]) / 2
        }
        function shown(format, value) { return value == "" ? "—" : sprintf(format, value) }
        $1 != "-" { ours[++n] = $1 }
        $3 != "-" { peer[++p] = $3 }
        $5 != "-" { recipe[++r] = $5; wait[r] = $6 * 100 }
        $1 != "-" && $3 != "-" { same[++s] = $1 / $3 }
        $5 != "-" && $3 != "-" { shipped[++h] = $5 / $3 }
        END {
          print row " | " shown("%.1f", median(ours, n)) " | " shown("%.1f", median(peer, p)) " | " \
            shown("%.2f", median(same, s)) " | " shown("%.1f", median(recipe, r)) " | " \
            shown("%.2f", median(shipped, h)) " | " shown("%.1f %%", median(wait, r)) " |"
        }'
    done
  done
done
