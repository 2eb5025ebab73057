#!/usr/bin/env bash
# make.sh: makes the pictures of tests/looks/golden again, by panels_tests. Wants build/native built. What
# they are made of, whole and in all colors, is then in build/native/looks, to be looked at.
set -euo pipefail
cd "$(dirname "$0")/../.."
export CHESTLENS_MAKE_LOOKS=1
build/native/tests/unit/viewer/panels/panels_tests --gtest_brief=1 --gtest_filter='Views/Looks.*'
du -sh tests/looks/golden
