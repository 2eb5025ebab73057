#!/usr/bin/env bash
# question.sh FILM [--rounds N]: how long a question asked of a film in the page waits for its answer: from the release of a
# rectangle drawn with the mouse to the answer in the page, in headless Chromium without a GPU, by the light model that ships.
# Wants build/native and build/wasm; prints a table, asserts nothing. On a quiet machine.
set -euo pipefail
called_from=$PWD
cd "$(dirname "$0")/../.."
. tools/setup/log.sh

film='' rounds=30
while (($#)); do
  case $1 in
    --rounds) rounds=${2:?--rounds wants a number}; shift 2 ;;
    --help) usage tests/bench/question.sh ;;
    -*) usage tests/bench/question.sh 2 >&2 ;;
    *) film=$(cd "$called_from" && realpath "$1"); shift ;;
  esac
done
[ -n "$film" ] || usage tests/bench/question.sh 2 >&2
site=$(mktemp -d)
trap 'rm -rf "$site"' EXIT
bash tools/site.sh "$site" >&2
node tests/bench/question.mjs "$site" "$film" "$rounds"
