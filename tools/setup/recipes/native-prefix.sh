#!/usr/bin/env bash
# native-prefix.sh ONNXRUNTIME DIR: all that the native build links besides LibTorch and the C and C++ runtimes,
# to be linked statically and to be carried to a machine that has none of it: OpenCV's core and
# imgproc, DCMTK, OpenJPEG, libtiff, libzip, libcurl, libfmt and ONNX from source; other libraries' archives and
# headers as this machine's Debian packages have them (native-prefix/packages.txt); ONNX Runtime.
# tools/cmake/native_prefix.cmake uses it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../debian.sh"
onnxruntime=$1
prefix=$(readlink -f "$2")
source=$prefix/source
unset CFLAGS CXXFLAGS LDFLAGS # a caller's flags are not part of this item's name

# copy_package PACKAGE [ARCHIVE...]: PACKAGE's headers, and those of its libARCHIVE.a.
copy_package() {
  local package=$1 path file files
  shift
  files=$(dpkg -L "$package")
  while read -r path; do
    file=
    case $path in
      /usr/include/libpng16/*.h) file=include/${path##*/} ;;
      /usr/include/*-linux-gnu/*.h) file=include/${path#/usr/include/*-linux-gnu/} ;;
      /usr/include/*) [ -d "$path" ] || file=include/${path#/usr/include/} ;;
      *.a) [[ " $* " != *" $(basename "$path" .a) "* ]] || file=lib/${path##*/} ;;
    esac
    [ -z "$file" ] || install -D -m 644 "$path" "$prefix/$file"
  done <<<"$files"
}

# build_library NAME CMAKE_ARGUMENT...: configures, builds and installs $source/NAME as archives.
build_library() {
  local name=$1
  shift
  local build=$source/$name-build map="-ffile-prefix-map=$prefix=/prefix -w"
  cmake -S "$source/$name" -B "$build" -G Ninja -Wno-dev -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF \
    -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DCMAKE_C_FLAGS="$map" -DCMAKE_CXX_FLAGS="$map" \
    -DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_PREFIX_PATH="$prefix" "$@"
  ninja -C "$build" install
  rm -rf "$build"
}

# switches VALUE NAME...: -DNAME=VALUE for each.
switches() {
  local value=$1
  shift
  printf -- "-D%s=$value\n" "$@"
}

# onnx_source DIR: Debian's source, or where its mirror lacks it the same version's from PyPI.
onnx_source() {
  unpack_source "$1" bookworm onnx || true
  [ -e "$1/CMakeLists.txt" ] || {
    rm -rf "$1" "$1.source"
    mkdir "$1"
    (cd "$source" && python3 -m pip download --no-deps --no-binary :all: onnx==1.12.0 &&
      sha256sum --check <<<"13b3e77d27523b9dbf4f30dfc9c959455859d5e34e921c44f712d69b8369eff9  onnx-1.12.0.tar.gz")
    tar xzf "$source/onnx-1.12.0.tar.gz" -C "$1" --strip-components=1
  }
}

mkdir -p "$source" "$prefix/lib/cmake"
while read -r package from names <&3; do
  case $from:$names in
    copy:*) copy_package "$package" $names ;;
    source:onnx) onnx_source "$source/onnx" ;;
    source:*) unpack_source "$source/$names" bookworm "$names" ;;
  esac
done 3< <(sed '/^#/d' "$here/native-prefix/packages.txt")
install -D -m 644 -t "$prefix/include" "$source/cpp-httplib/httplib.h"
install -m 644 "$source/cpp-httplib/LICENSE" "$prefix/include/httplib.LICENSE"

# DCMTK's answers of configuration are those of Debian's own build, less its libraries; its dictionary of
# elements is a part of it, since Debian's lies in /usr.
dcmtk_config=$source/dcmtk/config/include/dcmtk/config
mkdir -p "$dcmtk_config"
missing='DCMTK_SHARED|HAVE_HIDDEN_VISIBILITY|DCM_DICT_USE_DCMDICTPATH|WITH_LIBPNG|WITH_LIBTIFF|WITH_LIBXML|WITH_OPENSSL'
missing+='|WITH_SNDFILE|WITH_TCPWRAPPER'
sed -E "s,^#define ($missing)( .*)?\$,/* no \\1 */,; s/^#define DCM_DICT_DEFAULT 2/#define DCM_DICT_DEFAULT DCM_DICT_DEFAULT_USE_BUILTIN/
  s,^(#define (DCMTK_PREFIX|DCM_DICT_DEFAULT_PATH)) .*,\\1 \"\"," /usr/include/dcmtk/config/osconfig.h >"$dcmtk_config/osconfig.h"
cp /usr/include/dcmtk/config/arith.h "$dcmtk_config"
cp -r "$here/dicom" "$source/dicom"
build_library dicom -DDCMTK_SOURCE="$source/dcmtk" -DOPENJPEG_SOURCE="$source/openjpeg2" \
  -DZLIB_INCLUDE_DIR="$prefix/include"

build_library fmtlib -DFMT_TEST=OFF -DFMT_DOC=OFF
build_library tiff $(switches ON jpeg zstd) $(switches OFF tiff-tools tiff-tests tiff-contrib tiff-docs cxx \
  old-jpeg jbig lerc libdeflate lzma webp)
build_library libzip $(switches OFF ENABLE_COMMONCRYPTO ENABLE_GNUTLS ENABLE_MBEDTLS ENABLE_OPENSSL \
  ENABLE_BZIP2 ENABLE_LZMA ENABLE_ZSTD BUILD_TOOLS BUILD_REGRESS BUILD_EXAMPLES BUILD_DOC)
build_library curl -DCURL_USE_OPENSSL=ON -DOPENSSL_ROOT_DIR="$prefix" \
  -DCURL_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt -DCURL_CA_PATH=/etc/ssl/certs \
  $(switches OFF BUILD_CURL_EXE BUILD_TESTING ENABLE_MANUAL CURL_ZLIB CURL_USE_LIBPSL CURL_USE_LIBSSH2 \
    USE_LIBIDN2 USE_NGHTTP2) \
  $(switches ON CURL_DISABLE_DICT CURL_DISABLE_FTP CURL_DISABLE_GOPHER CURL_DISABLE_IMAP CURL_DISABLE_LDAP \
    CURL_DISABLE_LDAPS CURL_DISABLE_MQTT CURL_DISABLE_NTLM CURL_DISABLE_POP3 CURL_DISABLE_RTSP \
    CURL_DISABLE_SMB CURL_DISABLE_SMTP CURL_DISABLE_TELNET CURL_DISABLE_TFTP)
# Its text of how it was built and the place where it looks for data name the folders of this machine.
core=$source/opencv/modules/core/src
sed -i 's/#include "version_string.inc"/""/' "$core/system.cpp"
sed -i '/#include "opencv_data_config.hpp"/a #undef OPENCV_INSTALL_PREFIX\n#define OPENCV_INSTALL_PREFIX "/usr"' \
  "$core/utils/datafile.cpp"
[ "$(grep -c version_string.inc "$core/system.cpp")" = 0 ]
grep -q 'define OPENCV_INSTALL_PREFIX "/usr"' "$core/utils/datafile.cpp"
# Debian's baseline and its run-time choice of instructions, so that both round alike.
build_library opencv -DBUILD_LIST=core,imgproc -DCPU_BASELINE=SSE2 -DCPU_BASELINE_DISABLE=SSE3 \
  -DCMAKE_CXX_STANDARD=17 -DBUILD_INFO_SKIP_TIMESTAMP=ON \
  $(switches OFF BUILD_TESTS BUILD_PERF_TESTS BUILD_EXAMPLES BUILD_DOCS BUILD_opencv_apps BUILD_JAVA \
    BUILD_opencv_python3 BUILD_PACKAGE BUILD_ZLIB CV_TRACE WITH_PTHREADS_PF WITH_TBB WITH_OPENMP WITH_OPENCL \
    WITH_IPP WITH_ITT WITH_EIGEN WITH_LAPACK WITH_PROTOBUF WITH_ADE WITH_QUIRC WITH_1394 WITH_GTK \
    WITH_FFMPEG WITH_GSTREAMER WITH_V4L WITH_VTK WITH_PNG WITH_JPEG WITH_TIFF WITH_WEBP WITH_OPENJPEG \
    WITH_JASPER WITH_OPENEXR WITH_GDCM WITH_GDAL)
build_library onnx -DONNX_ML=ON -DProtobuf_LIBRARY="$prefix/lib/libprotobuf.a" \
  -DProtobuf_INCLUDE_DIR="$prefix/include" -DPYTHON_EXECUTABLE=/usr/bin/python3

[ -z "$(grep -lF "$prefix" "$prefix"/lib/*.a)" ]
cp -r "$onnxruntime/lib/." "$prefix/lib"
cp -r "$onnxruntime/include" "$prefix/include/onnxruntime"

# Config files that find everything by their own place, for those that wrote /usr or a build folder.
rm -rf "$source" "$prefix"/{bin,share,etc} "$prefix"/lib/{cmake,pkgconfig,opencv4} "$prefix"/lib/libonnxifi*
mkdir "$prefix/lib/cmake"
cp "$here/native-prefix/targets.cmake" "$prefix/lib/cmake/chestlens-targets.cmake"
version_of() { dpkg-query -W -f '${source:Upstream-Version}' "$1" | sed 's/[+~].*//'; }
version_in() { sed -n "s/.*define $2 \+\"\([0-9.]\+\)\".*/\1/p" "$prefix/include/$1" | head -n 1; }
write_config() {
  mkdir "$prefix/lib/cmake/$1"
  printf 'include("${CMAKE_CURRENT_LIST_DIR}/../chestlens-targets.cmake")\n%s' "${3:+$3$'\n'}" \
    >"$prefix/lib/cmake/$1/$1Config.cmake"
  sed "s/@VERSION@/$2/" "$here/native-prefix/version.cmake" >"$prefix/lib/cmake/$1/$1ConfigVersion.cmake"
}
write_config CLI11 "$(version_in CLI/Version.hpp CLI11_VERSION)"
write_config CURL "$(version_in curl/curlver.h LIBCURL_VERSION)"
write_config fmt 9.1.0
write_config GTest "$(version_of libgtest-dev)"
write_config JPEG 6.2
write_config nlohmann_json "$(version_of nlohmann-json3-dev)"
write_config ONNX 1.12.0
write_config OpenCV 4.6.0 'set(OpenCV_INCLUDE_DIRS "${CHESTLENS_PREFIX_INCLUDE}/opencv4")'
write_config OpenSSL "$(version_in openssl/opensslv.h OPENSSL_VERSION_STR)"
write_config PNG "$(version_in png.h PNG_LIBPNG_VER_STRING)"
write_config Protobuf "$(version_of libprotobuf-dev)" 'set(Protobuf_INCLUDE_DIRS "${CHESTLENS_PREFIX_INCLUDE}")'
write_config TIFF 4.5.0
write_config tomlplusplus "$(version_of libtomlplusplus-dev)"
write_config ZLIB "$(version_in zlib.h ZLIB_VERSION)"
