#!/usr/bin/env bash
# make.sh: makes the pictures of tests/looks/golden again: of the viewer's views by panels_tests, of the
# page by tests/browser/looks.test.mjs. Wants build/native and build/wasm built. What they are made of,
# whole and in all colors, is then in build/native/looks and build/browser/looks, to be looked at.
set -euo pipefail
cd "$(dirname "$0")/../.."
export CHESTLENS_MAKE_LOOKS=1
build/native/tests/unit/viewer/panels/panels_tests --gtest_brief=1 --gtest_filter='Views/Looks.*'
bash tests/browser/run.sh tests/browser/looks.test.mjs
du -sh tests/looks/golden
