#!/usr/bin/env bash
# headers-wasm.sh DIR: header-only libraries and GoogleTest for WebAssembly, from the machine's own
# Debian packages. They are copied, as /usr/include on the compiler's path would bring glibc along.
set -euo pipefail
. "$(dirname "$0")/wasm-library.sh"
prefix=$1

mkdir -p "$prefix/include" "$prefix/share/cmake"
cp -r /usr/include/{nlohmann,tl,stb} "$prefix/include/"
cp -r /usr/share/cmake/{nlohmann_json,tl-expected} "$prefix/share/cmake/"

cp -r /usr/src/googletest "$prefix/source"
build_wasm_library "$prefix/source" "$prefix" -DBUILD_GMOCK=OFF -Dgtest_disable_pthreads=ON
rm -r "$prefix/source"
