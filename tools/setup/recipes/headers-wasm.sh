#!/usr/bin/env bash
# headers-wasm.sh DIR: header-only libraries, libfmt, GoogleTest and gmock for WebAssembly, of
# bookworm on every machine, so that each builds the same site. /usr/include on the compiler's path
# would bring glibc along, and other versions.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../debian.sh"
. "$here/wasm-library.sh"
prefix=$1

download_debs "$prefix/debs" bookworm nlohmann-json3-dev libexpected-dev libstb-dev googletest
for deb in "$prefix"/debs/*.deb; do dpkg-deb -x "$deb" "$prefix/root"; done
mkdir -p "$prefix/include" "$prefix/share/cmake"
cp -r "$prefix"/root/usr/include/{nlohmann,tl,stb} "$prefix/include/"
cp -r "$prefix"/root/usr/share/cmake/{nlohmann_json,tl-expected} "$prefix/share/cmake/"

mv "$prefix/root/usr/src/googletest" "$prefix/source"
rm -r "$prefix/debs" "$prefix/root"
build_wasm_library "$prefix/source" "$prefix" -Dgtest_disable_pthreads=ON
rm -r "$prefix/source"

# A library of its own: header-only, every file that formats a number would compile all of it.
unpack_source "$prefix/source" bookworm fmtlib
build_wasm_library "$prefix/source" "$prefix" -DFMT_TEST=OFF -DFMT_DOC=OFF
rm -r "$prefix/source"
