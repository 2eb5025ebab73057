#!/usr/bin/env bash
# audit_power.sh FOLDER [--clean 40] [--planted 8] [--films 800] [--threads N]: how often chestlens audit convicts, and
# how often it is wrong. --clean sets of generated films without a clue; and for each kind of clue (text, border, blur,
# brightness, noise), plain (0.8) and faint (0.25), --planted sets with it in one class. Each set has films of its own;
# audit_power.toml trains a network on it, which is exported and audited on films of patients that it never saw.
# FOLDER keeps a line for each set that is done, and goes on where it was stopped. A set is convicted where the audit
# names the clue's class and kind; a clean one is convicted falsely where it names anything. Prints Markdown with Wilson's
# 95 % intervals; asserts nothing. A set takes a minute on two cores.
set -euo pipefail
called_from=$PWD
cd "$(dirname "$0")/../.."
. tools/setup/log.sh
. tests/bench/arguments.sh

clean=40 planted=8 films=800 threads=$(nproc)
read_arguments tests/bench/audit_power.sh "clean planted films threads" "" "" "$@"
classes=(covid19 viral bacterial normal)

# one NAME SEED CLUE: trains and audits one set; CLUE is CLASS=KIND:STRENGTH, or empty.
one() {
  local name=$1 seed=$2 clue=$3 work=$folder/work plant=()
  [ ! -e "$folder/$name.json" ] || return 0
  [ -z "$clue" ] || plant=(--plant "$clue")
  rm -rf "$work"
  mkdir -p "$work"
  "$chestlens" phantom --out "$work/films" --films "$films" --size 112 --seed "$seed" --test-fraction 0.45 \
    --mildest 0.4 "${plant[@]}" 2>"$work/log"
  "$chestlens" train --recipe tests/bench/audit_power.toml --data "$work/films" --run "$work/run" \
    --threads "$threads" >"$work/log" 2>&1
  "$chestlens" export --run "$work/run" --out "$work/bundle" --threads "$threads" >"$work/log" 2>&1
  "$chestlens" audit --bundle "$work/bundle" --data "$work/films" --threads "$threads" --json \
    >"$folder/$name.json.partial" 2>"$work/log"
  mv "$folder/$name.json.partial" "$folder/$name.json"
  rm -rf "$work"
  say "$name"
}

for ((i = 0; i < (clean > planted ? clean : planted); i++)); do
  ((i >= clean)) || one "clean-$i" $((1000 + i)) ''
  ((i < planted)) || continue
  for kind in text border blur brightness noise; do
    for strength in 0.8 0.25; do
      one "$kind-$strength-$i" $((2000 + i)) "${classes[i % 4]}=$kind:$strength"
    done
  done
done
exec python3 tests/bench/audit_power.py "$folder"
