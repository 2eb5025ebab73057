#!/usr/bin/env bash
# opencv-wasm.sh DIR: OpenCV's core and imgproc for WebAssembly, single-threaded, with SIMD, from
# Debian's source of the version that the native build links.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../debian.sh"
. "$here/wasm-library.sh"
prefix=$(readlink -f "$1")
source=$prefix/source

unpack_source "$source" bookworm opencv
# Its SIMD rounding adds a half and truncates, which is wrong for negative numbers and differs from
# the native build on ties: round to nearest, ties to even, as everywhere else.
intrinsics=$source/modules/core/include/opencv2/core/hal/intrin_wasm.hpp
sed -i 's/(wasm_f32x4_add(a.val, h))/(wasm_f32x4_nearest(a.val))/; /v128_t h = wasm_f32x4_splat(0.5);/d' "$intrinsics"
grep -q 'wasm_i32x4_trunc_saturate_f32x4(wasm_f32x4_nearest(a.val))' "$intrinsics"
# Its text of how it was built and the places of its assertions name the folders of this machine.
sed -i 's/#include "version_string.inc"/""/' "$source/modules/core/src/system.cpp"
[ "$(grep -c version_string.inc "$source/modules/core/src/system.cpp")" = 0 ]
# It asks for Emscripten's version in macros that the compiler no longer predefines.
export CXXFLAGS="-include emscripten/version.h -ffile-prefix-map=$source=/source -w"

off=(BUILD_TESTS BUILD_PERF_TESTS BUILD_EXAMPLES BUILD_DOCS BUILD_opencv_apps BUILD_opencv_js
  BUILD_opencv_python3 BUILD_JAVA BUILD_PACKAGE BUILD_ZLIB ENABLE_PIC CV_TRACE WITH_PTHREADS_PF
  WITH_OPENCL WITH_IPP WITH_ITT WITH_EIGEN WITH_LAPACK WITH_PROTOBUF WITH_ADE WITH_QUIRC WITH_1394
  WITH_GTK WITH_FFMPEG WITH_GSTREAMER WITH_V4L WITH_VTK WITH_PNG WITH_JPEG WITH_TIFF WITH_WEBP
  WITH_OPENJPEG WITH_JASPER WITH_OPENEXR WITH_GDCM WITH_GDAL)
off=("${off[@]/#/-D}")
# Checking by compiling alone, without links, halves the time of the configuration.
build_wasm_library "$source" "$prefix" "${off[@]/%/=OFF}" -DBUILD_LIST=core,imgproc \
  -DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY \
  -DCMAKE_CXX_STANDARD=17 -DCPU_BASELINE= -DCPU_DISPATCH= -DCV_ENABLE_INTRINSICS=ON \
  -DZLIB_LIBRARY="$CHESTLENS_WASM_PREFIX/lib/libz.a" -DZLIB_INCLUDE_DIR="$CHESTLENS_WASM_PREFIX/include"
rm -r "$source"
