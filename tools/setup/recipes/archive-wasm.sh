#!/usr/bin/env bash
# archive-wasm.sh DIR: libzip for WebAssembly, from the source of the Debian package that the native build links,
# without ciphers and with deflate alone.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../debian.sh"
. "$here/wasm-library.sh"
prefix=$1
source=$1/source

unpack_source "$source" bookworm libzip
off=()
for switch in ENABLE_COMMONCRYPTO ENABLE_GNUTLS ENABLE_MBEDTLS ENABLE_OPENSSL ENABLE_BZIP2 ENABLE_LZMA \
  BUILD_TOOLS BUILD_REGRESS BUILD_EXAMPLES BUILD_DOC; do
  off+=("-D$switch=OFF")
done
build_wasm_library "$source" "$prefix" "${off[@]}" \
  -DZLIB_LIBRARY="$CHESTLENS_WASM_PREFIX/lib/libz.a" -DZLIB_INCLUDE_DIR="$CHESTLENS_WASM_PREFIX/include"
rm -r "$source" "$prefix/lib/cmake" "$prefix/lib/pkgconfig"
