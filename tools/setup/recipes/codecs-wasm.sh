#!/usr/bin/env bash
# codecs-wasm.sh DIR: zlib, libpng, libjpeg-turbo, zstd's decoder and libtiff for WebAssembly, from the sources of
# the same Debian packages that the native build links, so that both decode alike.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../debian.sh"
. "$here/wasm-library.sh"
prefix=$1
source=$1/source

mkdir "$source"
for package in zlib libpng1.6 libjpeg-turbo libzstd tiff; do
  unpack_source "$source/$package" bookworm "$package"
done
cp -r "$here/codecs-wasm" "$source/zlib-and-tiff"

build_wasm_library "$source/libjpeg-turbo" "$prefix" -DENABLE_SHARED=OFF -DWITH_SIMD=OFF \
  -DWITH_TURBOJPEG=OFF -DWITH_JAVA=OFF -DCMAKE_SYSTEM_PROCESSOR=wasm32 \
  -DHAVE_SIZE_T=1 -DSIZE_T=4 -DHAVE_UNSIGNED_LONG=1 -DUNSIGNED_LONG=4
build_wasm_library "$source/zlib-and-tiff" "$prefix" -DZLIB_SOURCE="$source/zlib" -DTIFF_SOURCE="$source/tiff" \
  -DZSTD_SOURCE="$source/libzstd" -DJPEG_INCLUDE_DIR="$prefix/include"
build_wasm_library "$source/libpng1.6" "$prefix" -DPNG_SHARED=OFF -DPNG_TESTS=OFF -DPNG_EXECUTABLES=OFF \
  -DPNG_HARDWARE_OPTIMIZATIONS=OFF -DPNG_BUILD_ZLIB=OFF -DM_LIBRARY=m \
  -DZLIB_LIBRARY="$prefix/lib/libz.a" -DZLIB_INCLUDE_DIR="$prefix/include"
rm -r "$source" "$prefix/bin" "$prefix/share"
