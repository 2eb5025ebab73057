#!/usr/bin/env bash
# brief.sh [OPTIONS]: run.sh, with its options, on a machine that is lent for 10 minutes and from which
# only the folder $OUT comes back. It leaves three files there: run.log, results.json and logs.tar.xz
# with the log of each step. It prints the compiler's errors, if there are any, then the table.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ "${1:-}" != --help ] || { sed -n '1d; /^#/!q; s/^# \{0,1\}//p' "$0" && exit 0; }
: "${OUT:?the folder that comes back is to be named by OUT}"
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

status=0
bash "$here/run.sh" --out "$logs" --within 560 "$@" >"$OUT/run.log" 2>&1 || status=$?
cp "$logs/results.json" "$OUT" 2>/dev/null
tar cJf "$OUT/logs.tar.xz" -C "$logs" .
grep -hE '(error|Error|undefined reference)' "$logs"/{configure,build}.log 2>/dev/null | cut -c 1-250 | head -n 12
sed -n '/^$/,$p' "$OUT/run.log" | cut -c 1-250
exit "$status"
