#!/usr/bin/env bash
# run.sh [TEST.mjs...]: tests the built page in headless Chromium, Firefox and WebKitGTK, on two bundles that it
# trains and exports first and their ensemble, and on what models/catalog.json ships. Wants build/native and
# build/wasm built. Drops the films of the folder CHESTLENS_REAL_FILMS where that is set, else generated ones.
# Screenshots of the last run are in build/browser/. With names of tests, these alone.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/setup/log.sh
work=$PWD/build/browser
export CHESTLENS_PROGRAM=$PWD/build/native/native/cli/chestlens
export CHESTLENS_SITE=$work/site CHESTLENS_MODELS=$work/models CHESTLENS_SCREENSHOTS=$work
export CHESTLENS_CORE=${CHESTLENS_WASM_SITE:-$PWD/build/wasm/site}/chestlens_core.mjs
export CHESTLENS_LOOKS=$PWD/build/native/tests/looks/looks
export CHESTLENS_PHANTOMS=$work/phantoms CHESTLENS_FILMS=$work/phantoms

. tools/setup/items.sh
export CHESTLENS_SERVERS=$servers_dir  # where it is not there, its tests skip

[ -x "$CHESTLENS_PROGRAM" ] || fail "$CHESTLENS_PROGRAM is not built: cmake --build --preset native"
mkdir -p "$CHESTLENS_MODELS"
[ "$CHESTLENS_PHANTOMS/manifest.csv" -nt "$CHESTLENS_PROGRAM" ] || {
  rm -rf "$CHESTLENS_PHANTOMS"
  "$CHESTLENS_PROGRAM" phantom --out "$CHESTLENS_PHANTOMS" --films 96 --size 256 --seed 7
}

# make_bundle NAME RECIPE: trains and exports the bundle, unless it is newer than what makes it.
make_bundle() {
  local bundle=$CHESTLENS_MODELS/$1 run=$work/run-$1
  if [ "$bundle/model.json" -nt "$CHESTLENS_PHANTOMS/manifest.csv" ] && [ "$bundle/model.json" -nt "$2" ]; then return; fi
  rm -rf "$run"
  "$CHESTLENS_PROGRAM" train --threads 1 --recipe "$2" --data "$CHESTLENS_PHANTOMS" --run "$run"
  "$CHESTLENS_PROGRAM" export --run "$run" --out "$bundle" --replace
}
for network in mobilenet densenet; do
  make_bundle "browser-$network" "tests/browser/recipe-$network.toml"
done
# The one knows which films it was trained on, and where they lie; the other is a bundle without such parts.
trusting=$CHESTLENS_MODELS/browser-mobilenet
if ! grep -q '"map.bin"' "$trusting/model.json"; then
  "$CHESTLENS_PROGRAM" trust --bundle "$trusting" --data "$CHESTLENS_PHANTOMS"
  "$CHESTLENS_PROGRAM" embed --bundle "$trusting" --data "$CHESTLENS_PHANTOMS" --write-maps
fi
cp tests/browser/catalog.json "$CHESTLENS_MODELS"
bash tools/site.sh --catalog "$CHESTLENS_MODELS" "$CHESTLENS_SITE"

if [ -e models/catalog.json ]; then
  export CHESTLENS_SHIPPED=$PWD/models CHESTLENS_SHIPPED_SITE=$work/shipped-site
  bash tools/site.sh "$CHESTLENS_SHIPPED_SITE"
fi
if [ -n "${CHESTLENS_REAL_FILMS:-}" ]; then
  CHESTLENS_FILMS=$(realpath "$CHESTLENS_REAL_FILMS")
  [ -e "$CHESTLENS_FILMS/manifest.csv" ] || fail "CHESTLENS_REAL_FILMS, $CHESTLENS_FILMS: it has no manifest.csv"
fi
echo "Films: $CHESTLENS_FILMS"

(($# > 0)) || set -- tests/browser/*.test.mjs
status=0
node --test --test-reporter=spec --test-reporter-destination=stdout \
  --test-reporter=tap --test-reporter-destination="$work/tests.tap" "$@" || status=$?
counted() { sed -n "s/^# $1 //p" "$work/tests.tap"; }
echo "$(counted pass) passed, $(($(counted fail) + $(counted cancelled))) failed, $(counted skipped) skipped"
exit "$status"
