#!/usr/bin/env bash
# headers-wasm.sh DIR: header-only libraries, libfmt, GoogleTest and gmock for WebAssembly, of the
# versions of the machine's own Debian packages. Headers are copied, as /usr/include on the compiler's
# path would bring glibc along.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../debian.sh"
. "$here/wasm-library.sh"
prefix=$1

mkdir -p "$prefix/include" "$prefix/share/cmake"
cp -r /usr/include/{nlohmann,tl,stb} "$prefix/include/"
cp -r /usr/share/cmake/{nlohmann_json,tl-expected} "$prefix/share/cmake/"

cp -r /usr/src/googletest "$prefix/source"
build_wasm_library "$prefix/source" "$prefix" -Dgtest_disable_pthreads=ON
rm -r "$prefix/source"

# A library of its own: header-only, every file that formats a number would compile all of it.
unpack_source "$prefix/source" bookworm fmtlib
build_wasm_library "$prefix/source" "$prefix" -DFMT_TEST=OFF -DFMT_DOC=OFF
rm -r "$prefix/source"
