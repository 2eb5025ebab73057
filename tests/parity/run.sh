#!/usr/bin/env bash
# run.sh: the native and the WebAssembly build agree on the same films: generated ones of every
# kind, 40 real ones of the folder CHESTLENS_REAL_FILMS where that is set, and the DICOM files of Debian's
# python3-pydicom where it is installed; and, bit by bit, on
# the predictions from the same outputs of three models and of their ensemble. Wants both builds
# (CHESTLENS_NATIVE_BUILD, CHESTLENS_WASM_BUILD; default build/native, build/wasm).
set -euo pipefail
cd "$(dirname "$0")/../.."
dump=${CHESTLENS_NATIVE_BUILD:-build/native}/tests/parity/parity_dump
predictions=${CHESTLENS_NATIVE_BUILD:-build/native}/tests/parity/parity_predictions
modules=${CHESTLENS_WASM_BUILD:-build/wasm}/site
pydicom=/usr/lib/python3/dist-packages/pydicom/data/test_files
real=${CHESTLENS_REAL_FILMS:-}

for built in "$dump" "$predictions" "$modules"/chestlens_{core,formats}.mjs; do
  [ -e "$built" ] || { echo "error: $built is missing; build it first" >&2 && exit 1; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$dump" --make "$work/films"
"$dump" "$work/generated" "$work/films"
"$predictions" "$work/predictions"
dumps=("$work/generated" "$work/predictions")
if [ -n "$real" ]; then
  mapfile -t films < <(find "$real/" -name '*.jpg' -o -name '*.png' | sort)
  ((${#films[@]})) || { echo "error: CHESTLENS_REAL_FILMS, $real: it has no films" >&2 && exit 1; }
  for ((i = 0; i < 40; i++)); do sample[i]=${films[i * ${#films[@]} / 40]}; done
  "$dump" "$work/real" "${sample[@]}"
  dumps+=("$work/real")
else
  echo 'skipped: no real films, CHESTLENS_REAL_FILMS is not set'
  export CHESTLENS_PARITY_SKIPPED=1
fi
if [ -d "$pydicom" ]; then
  "$dump" "$work/pydicom" "$pydicom"
  dumps+=("$work/pydicom")
fi
node tests/parity/compare.mjs "$modules" "${dumps[@]}"
