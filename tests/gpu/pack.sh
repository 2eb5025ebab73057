#!/usr/bin/env bash
# pack.sh [FOLDER] [--build BUILD]: gathers in FOLDER (default: build/gpu) what run.sh needs on a bare machine with
# a GPU: the sources without models/, the libraries of tools/setup/native_prefix.sh, stripped, and run.sh itself, with
# brief.sh. With --build the programs of a finished build stand in the place of sources and libraries, which
# saves that machine the building: one made with its version of PyTorch (CHESTLENS_TORCH) and a C library no newer.
# Under 30 MB; copy the folder there and run `bash run.sh`.
set -euo pipefail
called_from=$PWD
cd "$(dirname "$0")/../.."
. tools/setup/log.sh
folder=$PWD/build/gpu build=''
while (($#)); do
  case $1 in
    --help) usage tests/gpu/pack.sh ;;
    --build) build=$(cd "$called_from" && realpath "${2:?--build wants a folder}") && shift 2 ;;
    -*) usage tests/gpu/pack.sh 2 >&2 ;;
    *) folder=$(cd "$called_from" && realpath -m "$1") && shift ;;
  esac
done

mkdir -p "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -n "$build" ]; then
  for program in native/cli/chestlens native/cli/chestlens-torch tests/gpu/gpu_tests tests/unit/learn/learn_tests \
    tests/unit/train/train_tests tests/bench/bench_train_throughput; do
    [ -x "$build/$program" ] || fail "$build/$program is missing; build target $(basename "$program")"
    mkdir -p "$work/build/$(dirname "$program")"
    strip -o "$work/build/$program" "$build/$program"
  done
  prefix=$(sed -n 's/^CHESTLENS_PREFIX:[A-Z]*=//p' "$build/CMakeCache.txt")
  mkdir "$work/build/lib"
  strip -o "$work/build/lib/libonnxruntime.so.1" "${prefix:?$build was made without CHESTLENS_PREFIX}/lib/libonnxruntime.so.1"
  tar c --sort=name --owner=0 --group=0 -C "$work" build | xz -9 >"$work/programs.tar.xz"
  rm -f "$folder"/{prefix,sources}.tar.xz "$folder/prefix.name"
  mv "$work/programs.tar.xz" "$folder/programs.tar.xz"
else
  rm -f "$folder/programs.tar.xz"
  prefix=$(tools/setup/native_prefix.sh)
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
fi
git describe --always --dirty --abbrev=12 >"$folder/commit"
cp tests/gpu/run.sh tests/gpu/brief.sh "$folder"
bytes=$(cd "$folder" && cat ./*.tar.xz ./*.sh | wc -c)
say "$folder: $((bytes / 1000)) kB"
((bytes < 30000000)) || fail "$folder is larger than 30 MB"
