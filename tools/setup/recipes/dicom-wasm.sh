#!/usr/bin/env bash
# dicom-wasm.sh DIR: DCMTK's reading half and OpenJPEG for WebAssembly, from the sources of the Debian
# packages that the native build links. DCMTK's answers of configuration are those of Debian's own build,
# less what WebAssembly does not have.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../debian.sh"
. "$here/wasm-library.sh"
prefix=$1
source=$1/source

mkdir "$source"
unpack_source "$source/dcmtk" bookworm dcmtk
unpack_source "$source/openjpeg" bookworm openjpeg2
# A header's path alone differs between processors: amd64's answers are changed to 32-bit ones below.
download_debs "$source/debs" bookworm libdcmtk-dev:amd64
config=$source/dcmtk/config/include/dcmtk/config
mkdir -p "$config"
dpkg-deb --fsys-tarfile "$source"/debs/*.deb |
  tar --extract --to-stdout ./usr/include/dcmtk/config/osconfig.h >"$config/osconfig.h"
missing='DCMTK_SHARED|HAVE_HIDDEN_VISIBILITY|DCM_DICT_USE_DCMDICTPATH|WITH_STDLIBC_ICONV|DCMTK_ENABLE_CHARSET_CONVERSION'
missing+='|DCMTK_STDLIBC_ICONV_HAS_DEFAULT_ENCODING|WITH_LIBPNG|WITH_LIBTIFF|WITH_LIBXML|WITH_OPENSSL|WITH_SNDFILE'
missing+='|WITH_TCPWRAPPER|WITH_THREADS|HAVE_CHARP_STRERROR_R|HAVE_SYS_GETTID|HAVE_GETHOSTBYNAME_R|HAVE_GETHOSTBYADDR_R'
missing+='|HAVE_PROTOTYPE_GETHOSTBYNAME_R|HAVE_PROTOTYPE_GETHOSTBYADDR_R|HAVE_SYSINFO|HAVE_PROTOTYPE_FEENABLEEXCEPT'
missing+='|DCMTK_ENABLE_LFS|HAVE_OFF64_T|HAVE_FPOS64_T|HAVE_CUSERID|HAVE_SYSLOG_H|HAVE_PTHREAD_H|HAVE_PTHREAD_RWLOCK'
sed -i -E "s,^#define ($missing)( .*)?\$,/* no \\1 */,; s/^(#define SIZEOF_(LONG|VOID_P)) 8/\\1 4/
  s/^#define DCM_DICT_DEFAULT 2/#define DCM_DICT_DEFAULT DCM_DICT_DEFAULT_USE_BUILTIN/
  s,^(#define (DCMTK_PREFIX|DCM_DICT_DEFAULT_PATH)) .*,\\1 \"\"," "$config/osconfig.h"
touch "$config/arith.h"  # its numbers are of no use to what is compiled here
cp "$here/dicom"/* "$source"
build_wasm_library "$source" "$prefix" -DDCMTK_SOURCE="$source/dcmtk" -DOPENJPEG_SOURCE="$source/openjpeg" \
  -DZLIB_INCLUDE_DIR="$CHESTLENS_WASM_PREFIX/include"
rm -r "$source"
