#!/usr/bin/env bash
# run.sh: tests the built page in headless Chromium, on a bundle that it trains and exports first.
# Wants build/native and build/wasm built. Drops the films of ../shared/cxr224 where they are, else
# generated ones. Screenshots of the last run are in build/browser/.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/setup/log.sh
work=$PWD/build/browser
export CHESTLENS_PROGRAM=$PWD/build/native/native/cli/chestlens
export CHESTLENS_SITE=$work/site CHESTLENS_SCREENSHOTS=$work
bundle=$work/bundle/browser-test phantoms=$work/phantoms

[ -x "$CHESTLENS_PROGRAM" ] || fail "$CHESTLENS_PROGRAM is not built: cmake --build --preset native"
mkdir -p "$work"
if [ "$bundle/model.json" -ot "$CHESTLENS_PROGRAM" ] || [ "$bundle/model.json" -ot tests/browser/recipe.toml ]; then
  rm -rf "$phantoms" "$work/run" "$work/bundle"
  "$CHESTLENS_PROGRAM" phantom --out "$phantoms" --films 96 --size 256 --seed 7
  "$CHESTLENS_PROGRAM" train --threads 1 --recipe tests/browser/recipe.toml --data "$phantoms" --run "$work/run"
  mkdir "$work/bundle"
  "$CHESTLENS_PROGRAM" export --run "$work/run" --out "$bundle"
fi
bash tools/site.sh "$CHESTLENS_SITE" "$bundle"

CHESTLENS_FILMS=$phantoms
[ ! -e ../shared/cxr224/manifest.csv ] || CHESTLENS_FILMS=$(realpath ../shared/cxr224)
export CHESTLENS_FILMS
echo "Films: $CHESTLENS_FILMS"

status=0
node --test --test-reporter=spec --test-reporter-destination=stdout \
  --test-reporter=tap --test-reporter-destination="$work/tests.tap" tests/browser/*.test.mjs || status=$?
counted() { sed -n "s/^# $1 //p" "$work/tests.tap"; }
echo "$(counted pass) passed, $(($(counted fail) + $(counted cancelled))) failed, $(counted skipped) skipped"
exit "$status"
