#!/usr/bin/env bash
# test.sh [--only STEP]...: sets up, builds and runs every test; non-zero exit on any failure.
# Steps: setup format native asan wasm types parity browser; tidy only where it is asked for.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/setup/log.sh

steps=(setup format native asan wasm types parity browser)
declare -A title=(
  [setup]='Packages, toolchain and libraries'
  [format]='Sources are formatted: clang-format, prettier'
  [native]='Native build and its tests'
  [tidy]='clang-tidy'
  [asan]='Native tests under address and undefined-behaviour sanitizers'
  [wasm]='WebAssembly build and the shared tests under Node'
  [types]='Type check of the JavaScript'
  [parity]='Parity of native, WebAssembly and ONNX Runtime'
  [browser]='The built page in Chromium, Firefox and WebKitGTK'
)
# A step is skipped where one that it stands on failed.
declare -A needs=([format]=setup [native]=setup [tidy]=native [asan]=setup [wasm]=setup [types]=setup
  [parity]='native wasm' [browser]='native wasm')

chosen=()
while (($#)); do
  case $1 in
    --only) chosen+=("${2:?--only wants a step}") && shift 2 ;;
    --help) usage tools/test.sh ;;
    *) usage tools/test.sh 2 >&2 ;;
  esac
done
for step in "${chosen[@]}"; do
  [ -n "${title[$step]:-}" ] || { echo "error: no step '$step'; there are: ${steps[*]} tidy" >&2 && exit 2; }
done
((${#chosen[@]})) || chosen=("${steps[@]}")

passed=0 failed=0 skipped=0 table='' exit_status=0
declare -A broken=()
CHESTLENS_COUNTS=$(mktemp)
export CHESTLENS_COUNTS
trap 'rm -f "$CHESTLENS_COUNTS"' EXIT

# record STEP STATE SECONDS PASSED FAILED SKIPPED [REASON]: adds a line to the table and to the totals.
record() {
  local line
  printf -v line '  %-9s %-8s %5d s   %4d passed, %d failed, %d skipped%s\n' "$1" "$2" "$3" "$4" "$5" "$6" "${7:+ ($7)}"
  table+=$line
  passed=$((passed + $4)) failed=$((failed + $5)) skipped=$((skipped + $6))
}

run_step() {
  local step=$1 start=$SECONDS status=0 p f s reason need
  printf '\n== %s: %s\n' "$step" "${title[$step]}"
  for need in ${needs[$step]:-}; do
    if [ -n "${broken[$need]:-}" ]; then
      echo "skipped: $need failed"
      broken[$step]=1
      record "$step" skipped 0 0 0 1 "$need failed"
      return
    fi
  done
  : >"$CHESTLENS_COUNTS"
  bash tools/test/steps.sh "$step" </dev/null || status=$?
  read -r p f s reason <"$CHESTLENS_COUNTS" || true
  if [ -z "${p:-}" ]; then p=$((status == 0)) f=0 s=0; fi
  ((status == 0 || f > 0)) || f=1
  if ((status != 0 || f > 0)); then
    broken[$step]=1 exit_status=1
    record "$step" FAILED $((SECONDS - start)) "$p" "$f" "$s"
  elif ((p == 0 && s > 0)); then
    echo "skipped: $reason"
    record "$step" skipped $((SECONDS - start)) 0 0 "$s" "$reason"
  else
    record "$step" passed $((SECONDS - start)) "$p" "$f" "$s"
  fi
}

for step in "${chosen[@]}"; do run_step "$step"; done
printf '\n== Summary, %d s\n%s\n' "$SECONDS" "$table"
echo "$passed passed, $failed failed, $skipped skipped"
exit "$exit_status"
