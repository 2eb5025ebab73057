#!/usr/bin/env bash
# webp-wasm.sh DIR: libwebp's decoder and demultiplexer for WebAssembly, from the source of the Debian package
# that the native build links.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../debian.sh"
. "$here/wasm-library.sh"
prefix=$1
source=$1/source

mkdir "$source"
unpack_source "$source/libwebp" bookworm libwebp
cp "$here/webp/CMakeLists.txt" "$source"
build_wasm_library "$source" "$prefix" -DWEBP_SOURCE="$source/libwebp"
rm -r "$source"
