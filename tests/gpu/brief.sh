#!/usr/bin/env bash
# brief.sh [OPTIONS]: run.sh, with its options, within 560 seconds. It leaves three files in the folder
# that OUT names: run.log, results.json and logs.tar.xz with the log of each step. It prints the
# compiler's errors, if there are any, then the table.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ "${1:-}" != --help ] || { sed -n '1d; /^#/!q; s/^# \{0,1\}//p' "$0" && exit 0; }
: "${OUT:?a folder for the results is to be named by OUT}"
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

status=0
mkdir -p "$OUT"
bash "$here/run.sh" --within 560 "$@" --out "$logs" >"$OUT/run.log" 2>&1 || status=$?
cp "$logs/results.json" "$OUT" 2>/dev/null
tar cJf "$OUT/logs.tar.xz" -C "$logs" .
grep -hE '(error|Error|undefined reference)' "$logs"/{configure,build}.log 2>/dev/null | cut -c 1-250 | head -n 12
if grep -q '^$' "$OUT/run.log"; then sed -n '/^$/,$p' "$OUT/run.log"; else tail -n 20 "$OUT/run.log"; fi | cut -c 1-250
exit "$status"
