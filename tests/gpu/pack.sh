#!/usr/bin/env bash
# pack.sh [FOLDER]: gathers in FOLDER (default: build/gpu) what run.sh needs on a bare machine with a
# GPU: the sources without models/, the libraries of tools/setup/native_prefix.sh, stripped, and
# run.sh itself, with brief.sh. Under 25 MB; copy the folder there and run `bash run.sh`.
set -euo pipefail
called_from=$PWD
cd "$(dirname "$0")/../.."
. tools/setup/log.sh
[ "${1:-}" != --help ] || usage tests/gpu/pack.sh
(($# <= 1)) || usage tests/gpu/pack.sh 2 >&2
folder=$PWD/build/gpu
[ -z "${1:-}" ] || folder=$(cd "$called_from" && realpath -m "$1")
prefix=$(tools/setup/native_prefix.sh)

mkdir -p "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ "$(cat "$folder/prefix.name" 2>/dev/null)" != "$(basename "$prefix")" ]; then
  cp -a "$prefix" "$work/prefix"
  strip --strip-debug "$work"/prefix/lib/*.a
  strip "$work/prefix/lib/libonnxruntime.so.1"
  tar c --sort=name --owner=0 --group=0 -C "$work" prefix | xz -T0 -9 >"$work/prefix.tar.xz"
  mv "$work/prefix.tar.xz" "$folder/prefix.tar.xz"
  basename "$prefix" >"$folder/prefix.name"
fi
git ls-files -z --cached --others --exclude-standard -- . ':!models/*/*' ':!models/study' ':!models/logs' |
  tar c --null --no-recursion --owner=0 --group=0 --ignore-failed-read -T - | xz -6 >"$work/sources.tar.xz"
mv "$work/sources.tar.xz" "$folder/sources.tar.xz"
git describe --always --dirty --abbrev=12 >"$folder/commit"
cp tests/gpu/run.sh tests/gpu/brief.sh "$folder"
bytes=$(cd "$folder" && cat prefix.tar.xz sources.tar.xz ./*.sh | wc -c)
say "$folder: $((bytes / 1000)) kB"
((bytes < 25000000)) || fail "$folder is larger than 25 MB"
