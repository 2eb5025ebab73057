#!/usr/bin/env bash
# steps.sh STEP: runs one step of the tests, from the checkout's root. Writes what it counted to
# $CHESTLENS_COUNTS: "passed failed skipped", then why it skipped; without that, the step counts as one.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/setup/log.sh
. tools/setup/progress.sh
. tools/env.sh
. tools/setup/build.sh
# A warning of a compiler that we did not have must not break a user's build: only tests stop at one.
CHESTLENS_CONFIGURE=-DCHESTLENS_WERROR=ON

# tracked PATTERN...: the files in git that match, each ended by a zero byte.
tracked() { git -c safe.directory="$PWD" ls-files -z -- "$@"; }

skip() {
  echo "0 0 1 $*" >"$CHESTLENS_COUNTS"
  exit 0
}

# run_ctest PRESET [CTEST_ARGUMENT...]: runs the preset's tests and counts their cases.
run_ctest() {
  local preset=$1 junit=$PWD/build/$1-tests.xml status=0
  shift
  ctest --preset "$preset" --no-tests=error --output-junit "$junit" --test-output-size-passed 100000000 \
    --test-output-size-failed 100000000 "$@" || status=$?
  python3 tools/test/count_cases.py "$junit" >"$CHESTLENS_COUNTS"
  return "$status"
}

# run_script SCRIPT: runs a test script, which counts in its last line: "N passed, N failed, N skipped".
run_script() {
  local log=build/$CHESTLENS_STEP.log status=0
  [ -e "$1" ] || skip "$1 is not there"
  build native
  build wasm
  bash "$1" 2>&1 </dev/null | tee "$log" || status=$?
  tail -n 1 "$log" | sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed, \([0-9]*\) skipped$/\1 \2 \3/p' >"$CHESTLENS_COUNTS"
  return "$status"
}

step_setup() { bash tools/setup.sh; }

# Both look at every file, so that one run names all that is to be formatted.
step_format() {
  local status=0
  tracked '*.cpp' '*.hpp' | xargs --null clang-format-19 --dry-run -Werror || status=1
  tracked '*.mjs' '*.js' '*.d.ts' '*.css' | xargs --null web/node_modules/.bin/prettier --log-level warn --check || status=1
  return "$status"
}

step_native() {
  build native
  run_ctest native
}

step_tidy() { python3 tools/tidy.py build/native; }

step_asan() {
  build asan
  run_ctest asan
}

step_wasm() {
  build wasm
  run_ctest wasm
}

step_types() {
  [ -e web/tsconfig.json ] || skip 'web/tsconfig.json is not there'
  npm --prefix web run --silent check
}

step_parity() { run_script tests/parity/run.sh; }

step_browser() { run_script tests/browser/run.sh; }

CHESTLENS_STEP=$1
"step_$1"
