#!/usr/bin/env bash
# notices.sh DIR: the licences of the libraries that the site is built from, DIR/PACKAGE, in the
# versions that are built.
set -euo pipefail
. "$(dirname "$0")/../debian.sh"
download_debs "$1/debs" bookworm libopencv-core-dev libpng-dev libjpeg62-turbo-dev libtiff-dev libdcmtk17 libopenjp2-7 libwebp7 libzip-dev \
  libzstd1 zlib1g-dev nlohmann-json3-dev libfmt-dev libexpected-dev
for deb in "$1"/debs/*.deb; do
  package=$(dpkg-deb -f "$deb" Package)
  dpkg-deb --fsys-tarfile "$deb" | tar --extract --to-stdout "./usr/share/doc/$package/copyright" >"$1/$package"
done
rm -r "$1/debs"
