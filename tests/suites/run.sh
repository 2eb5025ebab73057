#!/usr/bin/env bash
# run.sh FOLDER [--write]: what becomes of the files of public suites, beside Pillow, by the tables here; and that
# WebAssembly makes the same of them (compare.py says how, --write makes the tables again). FOLDER holds checkouts, each
# with its table's name; those that are not there are passed over:
#   pngsuite    github.com/lunapaint/pngsuite
#   bmpsuite    github.com/jsummers/bmpsuite, after make
#   image-tiff  github.com/image-rs/image-tiff
# Wants both builds (CHESTLENS_NATIVE_BUILD, CHESTLENS_WASM_BUILD; default build/native, build/wasm) and Pillow.
set -euo pipefail
repository=$(cd "$(dirname "$0")/../.." && pwd)
. "$repository/tools/setup/log.sh"
[ "${1:-}" != --help ] || usage tests/suites/run.sh
(($# >= 1)) || fail 'usage: tests/suites/run.sh FOLDER [--write]'
folder=$(readlink -f "$1")
cd "$repository"
export CHESTLENS_NATIVE_BUILD=${CHESTLENS_NATIVE_BUILD:-build/native}
modules=${CHESTLENS_WASM_BUILD:-build/wasm}/site
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

wrong=0 found=0
for table in tests/suites/*.tsv; do
  suite=$(basename "$table" .tsv)
  [ -d "$folder/$suite" ] || { note "$suite is not in $folder: passed over" && continue; }
  found=$((found + 1))
  say "$suite"
  /usr/bin/python3 -W ignore tests/suites/compare.py "$table" "$folder/$suite" "${@:2}" || wrong=1
  mapfile -t films < <(find "$folder/$suite/" -type f -regex '.*\.\(png\|bmp\|tiff?\|jpe?g\|jp2\|webp\)' | sort)
  "$CHESTLENS_NATIVE_BUILD/tests/parity/parity_dump" "$work/$suite" "${films[@]}" >"$work/log"
  node tests/parity/compare.mjs "$modules" "$work/$suite" || wrong=1
  rm -r "$work/${suite:?}"
done
((found)) || fail "$folder has none of the suites"
exit "$wrong"
